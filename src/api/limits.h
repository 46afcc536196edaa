#pragma once

#include <cstddef>

/// Limits of requests. Sources: contract/runtime-api.md, contract/events-api.md, contract/errors-and-quotas.md §6.
namespace pocketrec::limits {

inline constexpr std::size_t kIdLength = 256;                  ///< user, item, session, event ids and event types
inline constexpr std::size_t kDefaultResults = 25;             ///< numResults when absent or 0
inline constexpr std::size_t kResults = 500;                   ///< results, or inputs of a ranking
inline constexpr std::size_t kResultsWithMetadata = 50;        ///< the same when metadata is returned
inline constexpr std::size_t kMetadataColumns = 10;            ///< columns a request may ask for
inline constexpr std::size_t kContextEntries = 150;            ///< entries of context
inline constexpr std::size_t kContextKeyLength = 150;          ///< characters of a context key
inline constexpr std::size_t kContextValueLength = 1000;       ///< characters of a context value
inline constexpr std::size_t kFilterValues = 25;               ///< entries of filterValues
inline constexpr std::size_t kFilterKeyLength = 50;            ///< characters of a filterValues key
inline constexpr std::size_t kFilterValueLength = 1000;        ///< characters of a filterValues value
inline constexpr std::size_t kEvents = 10;                     ///< events a PutEvents call
inline constexpr std::size_t kActions = 100;                   ///< results of GetActionRecommendations
inline constexpr std::size_t kRecords = 10;                    ///< records a PutItems or PutUsers call
inline constexpr std::size_t kItemPropertiesLength = 32000;    ///< characters of an item's properties
inline constexpr std::size_t kUserPropertiesLength = 24000;    ///< characters of a user's properties
inline constexpr std::size_t kPropertiesLength = 1024;         ///< characters of an event's properties
inline constexpr std::size_t kRecommendationIdLength = 40;     ///< characters of a recommendationId
inline constexpr std::size_t kImpression = 25;                 ///< items of an explicit impression
inline constexpr std::size_t kAttributionSourceLength = 1024;  ///< characters of an eventAttributionSource
inline constexpr std::size_t kEventBytes = 10 * 1024;          ///< bytes of one event

}  // namespace pocketrec::limits
