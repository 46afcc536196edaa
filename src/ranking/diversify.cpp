#include "ranking/diversify.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace pocketrec {

std::vector<std::size_t> diversify(std::span<const Share> relevance, Share diversity, std::size_t most,
                                   const std::function<Share(std::size_t, std::size_t)>& likeness,
                                   const std::function<bool(std::size_t)>& admits) {
  std::vector<std::size_t> open(relevance.size());
  std::iota(open.begin(), open.end(), std::size_t{0});
  std::vector<Share> nearest(relevance.size(), 0);  // the largest likeness to what was picked
  const auto value_of = [&](std::size_t i) {
    return std::int64_t{kFullShare - diversity} * relevance[i] - std::int64_t{diversity} * nearest[i];
  };
  std::vector<std::size_t> picked;
  while (picked.size() < most && !open.empty()) {
    // The first of equal ones, since `open` keeps its order.
    const auto best = std::max_element(open.begin(), open.end(),
                                       [&](std::size_t a, std::size_t b) { return value_of(a) < value_of(b); });
    const std::size_t entry = *best;
    open.erase(best);
    if (!admits(entry)) continue;
    picked.push_back(entry);
    for (const std::size_t other : open) nearest[other] = std::max(nearest[other], likeness(entry, other));
  }
  return picked;
}

}  // namespace pocketrec
