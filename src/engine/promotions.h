#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/get_recommendations.h"
#include "domain/item_mask.h"
#include "domain/scored_item.h"
#include "domain/scores.h"
#include "engine/ranked_list.h"

namespace pocketrec {

/// The items that the promotions of a request bring in.
struct PromotedItems {
  std::vector<ScoredItem> items;                            ///< of all promotions, best first, each item once
  std::unordered_map<ItemIndex, std::size_t> promotion_of;  ///< which promotion each of them is there for
};

/// Takes the best items of each promotion for its share of the slots; an item that several could take is there for the
/// first of them, and the shares end with the list (contract/runtime-api.md §6, for one promotion).
/// candidates: of each promotion, what its filter lets through. Precondition: as many as promotions.
/// places: that are free, at most num_results. admits: asked for each item that would be taken, the best first; one
/// that is not admitted is passed over. Empty: all are.
PromotedItems take_promoted_items(const Scores& scores, std::span<const Promotion> promotions,
                                  std::vector<ItemMask> candidates, std::size_t num_results, std::size_t places,
                                  const std::function<bool(const ScoredItem&)>& admits = {});

/// The promoted items among others, `places` in all, at positions that are the same in all lists of a user
/// (place_promotions()). best: what the list would be without promotions; a promoted item that is not in it is an
/// extra.
std::vector<RankedItem> place_promoted_items(const PromotedItems& promoted, const std::vector<ScoredItem>& others,
                                             const std::vector<ScoredItem>& best, std::size_t places,
                                             std::string_view user_id);

}  // namespace pocketrec
