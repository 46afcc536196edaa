#pragma once

#include <cstddef>
#include <functional>
#include <vector>

#include "domain/item_mask.h"
#include "domain/scored_item.h"
#include "domain/scores.h"

namespace pocketrec {

/// The best items of `allowed` that are admitted, at most `most`, in the order of ranks_before(). admits(item) is asked
/// once an item, in that order, until there are enough; so it may count what it admitted.
/// Precondition: allowed.size() == scores.size(). Cost: that of select_top_k() for as many as were asked for.
std::vector<ScoredItem> select_admitted(const Scores& scores, const ItemMask& allowed, std::size_t most,
                                        const std::function<bool(const ScoredItem&)>& admits);

}  // namespace pocketrec
