#include "ranking/select_top_k.h"

#include <algorithm>
#include <cassert>

namespace pocketrec {

std::vector<ScoredItem> select_top_k(std::span<const Score> scores, const ItemMask& allowed, std::size_t k) {
  assert(allowed.size() == scores.size());
  // A heap whose front is the worst item kept: a candidate costs one comparison unless it gets in.
  std::vector<ScoredItem> best;
  if (k == 0) return best;
  best.reserve(std::min(k, scores.size()));
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const auto item = static_cast<ItemIndex>(i);
    const ScoredItem candidate{item, scores[i]};
    if (best.size() == k && !ranks_before(candidate, best.front())) continue;
    if (!allowed.contains(item)) continue;
    if (best.size() == k) {
      std::pop_heap(best.begin(), best.end(), ranks_before);
      best.back() = candidate;
    } else {
      best.push_back(candidate);
    }
    std::push_heap(best.begin(), best.end(), ranks_before);
  }
  std::sort(best.begin(), best.end(), ranks_before);
  return best;
}

}  // namespace pocketrec
