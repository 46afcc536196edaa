#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// Limits of requests: each stands here once, with its source. How many bytes a request may have stands with its way in
/// (FramingLimits, kMaxLineBytes), and how many fields a filter may name with its language (filter/).
namespace pocketrec::limits {

// The shape of requests: the same in every mode, since these bound what one value costs in memory and on disk.

/// Characters of an id of a user, item, session or event, and of an event type. contract/errors-and-quotas.md §6,
/// Values; contract/events-api.md §2.
inline constexpr std::size_t kIdLength = 256;
inline constexpr std::size_t kArnLength = 256;          ///< characters; contract/runtime-api.md §2
inline constexpr std::size_t kDefaultResults = 25;      ///< when numResults is absent or 0; contract/runtime-api.md §2
inline constexpr std::size_t kForgottenSessions = 100;  ///< of one request; ours
inline constexpr std::size_t kActions = 100;            ///< numResults of actions; contract/runtime-api.md §4
inline constexpr std::size_t kPromotions = 100;         ///< in a request; each takes a hundredth of the list at least
inline constexpr std::size_t kPromotionNameLength = 256;  ///< characters; ours
inline constexpr std::size_t kContextEntries = 150;       ///< contract/runtime-api.md §2
inline constexpr std::size_t kContextKeyLength = 150;     ///< characters; contract/runtime-api.md §2
inline constexpr std::size_t kContextValueLength = 1000;  ///< characters; contract/runtime-api.md §2
inline constexpr std::size_t kColumnNameLength = 150;     ///< of metadataColumns; contract/runtime-api.md §2
inline constexpr std::size_t kFilterKeyLength = 50;       ///< characters, of filterValues; contract/runtime-api.md §2
inline constexpr std::size_t kExpressionLength = 2500;  ///< characters of a filter expression; contract/filters.md §1
inline constexpr std::size_t kItemPropertiesLength = 32000;    ///< characters; contract/events-api.md §3
inline constexpr std::size_t kUserPropertiesLength = 24000;    ///< characters; contract/events-api.md §3
inline constexpr std::size_t kRecommendationIdLength = 40;     ///< characters; contract/events-api.md §2
inline constexpr std::size_t kAttributionSourceLength = 1024;  ///< characters; contract/events-api.md §2
inline constexpr std::size_t kEventBytes = 10 * 1024;          ///< one event; contract/events-api.md §2, Field rules

// Rules on the list (api/list_rules.h), of a recommender or of a request; all ours.

inline constexpr std::size_t kCaps = 16;
inline constexpr std::size_t kPins = 100;
inline constexpr std::size_t kBlockedItems = 1000;
inline constexpr std::size_t kBoosts = 50;
inline constexpr std::size_t kBoostValues = 100;
inline constexpr std::size_t kBoostValueLength = 1000;  ///< characters, as the cell of a text column has at most
/// Of one boost, in size. Those of kBoosts together are less than what items that the user had come after others by.
inline constexpr double kBoostPoints = 1000;
inline constexpr std::uint32_t kRotation = 1000;  ///< lists

/// How much one call may ask for or bring: what a cloud needs so that its callers share it.
/// The defaults are Amazon Personalize's, so that a client that works here works there.
struct CallLimits {
  std::size_t results = 500;               ///< or inputs of a ranking; contract/errors-and-quotas.md §6, Runtime
  std::size_t results_with_metadata = 50;  ///< the same with metadataColumns; contract/errors-and-quotas.md §6, Runtime
  std::size_t metadata_columns = 10;       ///< contract/errors-and-quotas.md §6, Runtime
  std::size_t filter_values = 25;          ///< entries; contract/runtime-api.md §2
  std::size_t filter_value_length = 1000;  ///< characters; contract/runtime-api.md §2
  std::size_t events = 10;                 ///< a PutEvents call; contract/errors-and-quotas.md §6, Put APIs
  std::size_t records = 10;                ///< a PutItems or PutUsers call; contract/errors-and-quotas.md §6, Put APIs
  std::size_t impression = 25;             ///< items of an explicit impression; contract/events-api.md §2
  std::size_t properties_length = 1024;    ///< characters of an event's properties; contract/events-api.md §2

  /// Results, or inputs of a ranking, of a request that asks for these columns.
  std::size_t results_for(const std::vector<std::string>& columns) const {
    return columns.empty() ? results : results_with_metadata;
  }
};

inline constexpr CallLimits kService;

/// `--relaxed-limits`: what this device can do. Still finite, because an answer is built in memory: the longest list is
/// about 10 MB with its explanations, as is one of 2,000 items with 20 columns of 250 characters. What a call brings
/// has to fit into a request.
inline constexpr CallLimits kRelaxed = {.results = 10'000,
                                        .results_with_metadata = 2'000,
                                        .metadata_columns = 99,
                                        .filter_values = 1'000,
                                        .filter_value_length = 32'000,
                                        .events = 1'000,
                                        .records = 1'000,
                                        .impression = 500,
                                        .properties_length = 8'000};

}  // namespace pocketrec::limits
