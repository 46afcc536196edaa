#include "engine/promotions.h"

#include <algorithm>

#include "ranking/place_promotions.h"
#include "ranking/select_admitted.h"
#include "ranking/select_top_k.h"

namespace pocketrec {

PromotedItems take_promoted_items(const Scores& scores, std::span<const Promotion> promotions,
                                  std::vector<ItemMask> candidates, std::size_t num_results, std::size_t places,
                                  const std::function<bool(const ScoredItem&)>& admits) {
  PromotedItems promoted;
  for (std::size_t p = 0; p < promotions.size(); ++p) {
    for (const ScoredItem& taken : promoted.items) candidates[p].erase(taken.item);
    const std::size_t slots =
        std::min(promoted_slots(num_results, promotions[p].percent), places - promoted.items.size());
    for (const ScoredItem& item :
         admits ? select_admitted(scores, candidates[p], slots, admits) : select_top_k(scores, candidates[p], slots)) {
      promoted.items.push_back(item);
      promoted.promotion_of.emplace(item.item, p);
    }
  }
  std::sort(promoted.items.begin(), promoted.items.end(), ranks_before);
  return promoted;
}

std::uint64_t promotion_seed(std::string_view user_id) {
  std::uint64_t hash = 0xCBF29CE484222325;  // FNV-1a
  for (char c : user_id) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  return hash;
}

}  // namespace pocketrec
