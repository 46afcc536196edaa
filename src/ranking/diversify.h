#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "domain/share.h"

namespace pocketrec {

/// Picks at most `most` entries one after the other by maximal marginal relevance (Carbonell & Goldstein 1998): always
/// the one with the largest
///   (1 − diversity) · relevance(i) − diversity · max over those picked before of likeness(i, j),
/// of equal ones the first. With diversity 0 that is the order of relevance. An entry that is not admitted when its
/// turn comes is left out, and nothing is held against those that are like it. relevance: in descending order.
/// likeness(i, j): the same both ways. admits(i): asked at most once an entry. Returns positions in `relevance`.
/// Cost: entries × picks, in likenesses as well.
std::vector<std::size_t> diversify(std::span<const Share> relevance, Share diversity, std::size_t most,
                                   const std::function<Share(std::size_t, std::size_t)>& likeness,
                                   const std::function<bool(std::size_t)>& admits);

}  // namespace pocketrec
