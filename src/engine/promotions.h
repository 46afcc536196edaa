#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "api/get_recommendations.h"
#include "domain/item_mask.h"
#include "domain/scored_item.h"
#include "domain/scores.h"

namespace pocketrec {

/// The items that the promotions of a request bring in.
struct PromotedItems {
  std::vector<ScoredItem> items;                            ///< of all promotions, best first, each item once
  std::unordered_map<ItemIndex, std::size_t> promotion_of;  ///< which promotion each of them is there for
};

/// Takes the best items of each promotion for its share of the slots; an item that several could take is there for the
/// first of them, and the shares end with the list (contract/runtime-api.md §6, for one promotion).
/// candidates: of each promotion, what its filter lets through. Precondition: as many as promotions.
PromotedItems take_promoted_items(const Scores& scores, std::span<const Promotion> promotions,
                                  std::vector<ItemMask> candidates, std::size_t num_results);

}  // namespace pocketrec
