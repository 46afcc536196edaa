#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "domain/item_mask.h"
#include "domain/scored_item.h"
#include "domain/scores.h"

namespace pocketrec {

/// The best k items of `allowed` in the order of ranks_before(); fewer when there are fewer.
/// Precondition: allowed.size() == scores.size(). Cost: touched items × log k at worst, and of the untouched ones those
/// that stand in the base order before the k-th which is allowed and untouched.
std::vector<ScoredItem> select_top_k(const Scores& scores, const ItemMask& allowed, std::size_t k);

/// The same, where scores are one an item. Precondition: allowed.size() == scores.size(). Cost: items × log k at worst.
std::vector<ScoredItem> select_top_k(std::span<const Score> scores, const ItemMask& allowed, std::size_t k);

}  // namespace pocketrec
