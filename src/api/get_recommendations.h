#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/limits.h"
#include "api/list_rules.h"

namespace pocketrec {

/// A filter named by a request, with the values of its placeholders.
struct FilterReference {
  std::string arn;         ///< filterArn, or a bare name
  std::string expression;  ///< our extension: the expression itself, when arn is empty
  std::map<std::string, std::string> values;
};

/// A share of the list for items that pass a filter of their own (contract/runtime-api.md §6). The service takes one a
/// request, this program any number whose shares fit into the list.
struct Promotion {
  std::string name;
  unsigned percent = 100;  ///< 1 to 100
  FilterReference filter;
};

/// contract/runtime-api.md §2.
struct GetRecommendationsRequest {
  std::string recommender;  ///< campaignArn, recommenderArn, or a bare name
  std::string user_id;      ///< empty: none given
  std::string item_id;      ///< empty: none given
  std::size_t num_results = limits::kDefaultResults;
  std::map<std::string, std::string> context;
  std::optional<FilterReference> filter;
  std::vector<Promotion> promotions;
  std::vector<std::string> metadata_columns;
  bool explain = false;  ///< our extension: the causes of each score, and what rules did to its place
  ListRules rules = {};  ///< our extension: in the place of those of the recommender, see replace_rules()
};

/// What one cause adds to the score by which an item was ranked.
struct ScoreCause {
  std::string kind;     ///< "event", "similar item", "context", "user", "base", "trend", "boost" or "seen before"
  std::string item_id;  ///< of an event or a similar item; else empty
  std::string value;    ///< of context, user and boost: COLUMN=value or COLUMN=least..most; else empty
  double points = 0;    ///< those of all causes add up to the score

  bool operator==(const ScoreCause&) const = default;
};

/// What the rules on the list did to the place of an item.
struct RuleEffect {
  std::optional<std::size_t> rank_before;  ///< among the candidates by score without boosts; 1 is the best
  bool is_pinned = false;
  std::uint32_t times_shown = 0;  ///< to the user without an event with the item, where rotation counts that

  bool operator==(const RuleEffect&) const = default;
};

/// Reason of an item that would not be in the list but for a promotion (contract/runtime-api.md §2). The service's
/// other reasons cannot come up: every item of the catalogue has a score of its own here, so nothing is filled in.
inline constexpr char kPromotedReason[] = "Promoted item";

/// An entry of a list.
struct PredictedItem {
  std::string item_id;
  std::optional<double> score;                                ///< only where the recipe has scores
  std::string promotion_name;                                 ///< empty: not promoted
  std::vector<std::string> reasons = {};                      ///< kPromotedReason, or none
  std::vector<std::pair<std::string, std::string>> metadata;  ///< column in lower case, value as text
  std::optional<std::vector<ScoreCause>> causes = {};         ///< where they were asked for, the largest in size first
  std::optional<RuleEffect> rule_effect = {};                 ///< likewise, where there are rules
};

/// Best first.
struct GetRecommendationsResponse {
  std::vector<PredictedItem> items;
  std::string recommendation_id;
};

/// contract/runtime-api.md §3.
struct GetPersonalizedRankingRequest {
  std::string recommender;  ///< campaignArn, or a bare name
  std::string user_id;
  std::vector<std::string> input_list;
  std::map<std::string, std::string> context;
  std::optional<FilterReference> filter;
  std::vector<std::string> metadata_columns;
};

/// Best first, ids that the model doesn't know at the end.
struct GetPersonalizedRankingResponse {
  std::vector<PredictedItem> ranking;
  std::string recommendation_id;
};

}  // namespace pocketrec
