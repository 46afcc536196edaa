#pragma once

#include <unordered_map>
#include <vector>

#include "api/get_recommendations.h"
#include "domain/item_mask.h"
#include "engine/ranked_list.h"
#include "engine/shown_counts.h"

namespace pocketrec {

/// Makes the list of a ranking by its rules (docs/rules.md): pinned items take their places first, then promoted ones,
/// then apply_rules() fills what is left; caps count all of them. promoted_candidates: of each promotion of the
/// request. Precondition: ranked.request.rules() is not null, and ranked has all but `items` and `pool`.
void arrange_by_rules(const GetRecommendationsRequest& request, std::vector<ItemMask> promoted_candidates,
                      const ShownCounts& shown, RankedList& ranked);

/// Ranks of the candidates of a list by score without boosts, to tell what rules did. Cost: sorts the candidates.
class RanksBefore {
 public:
  /// ranked: arranged by rules; must outlive this.
  explicit RanksBefore(const RankedList& ranked);

  RuleEffect effect_on(const RankedItem& item) const;

 private:
  const RankedList* ranked_;
  std::unordered_map<ItemIndex, std::size_t> ranks_;
};

}  // namespace pocketrec
