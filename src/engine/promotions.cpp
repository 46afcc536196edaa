#include "engine/promotions.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "ranking/place_promotions.h"
#include "ranking/select_admitted.h"
#include "ranking/select_top_k.h"

namespace pocketrec {
namespace {

/// A number that differs from user to user and is the same for the same one: FNV-1a.
std::uint64_t seed_of(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  return hash;
}

}  // namespace

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

std::vector<RankedItem> place_promoted_items(const PromotedItems& promoted, const std::vector<ScoredItem>& others,
                                             const std::vector<ScoredItem>& best, std::size_t places,
                                             std::string_view user_id) {
  std::vector<RankedItem> items;
  for (const PlacedItem& placed : place_promotions(others, promoted.items, places, seed_of(user_id))) {
    RankedItem item{placed.item, std::nullopt, false};
    if (placed.promoted) {
      item.promotion = promoted.promotion_of.at(placed.item.item);
      item.is_extra = std::find(best.begin(), best.end(), placed.item) == best.end();
    }
    items.push_back(item);
  }
  return items;
}

}  // namespace pocketrec
