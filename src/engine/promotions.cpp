#include "engine/promotions.h"

#include <algorithm>

#include "ranking/place_promotions.h"
#include "ranking/select_top_k.h"

namespace pocketrec {

PromotedItems take_promoted_items(const Scores& scores, std::span<const Promotion> promotions,
                                  std::vector<ItemMask> candidates, std::size_t num_results) {
  PromotedItems promoted;
  for (std::size_t p = 0; p < promotions.size(); ++p) {
    for (const ScoredItem& taken : promoted.items) candidates[p].erase(taken.item);
    const std::size_t slots =
        std::min(promoted_slots(num_results, promotions[p].percent), num_results - promoted.items.size());
    for (const ScoredItem& item : select_top_k(scores, candidates[p], slots)) {
      promoted.items.push_back(item);
      promoted.promotion_of.emplace(item.item, p);
    }
  }
  std::sort(promoted.items.begin(), promoted.items.end(), ranks_before);
  return promoted;
}

}  // namespace pocketrec
