#include "ranking/select_admitted.h"

#include "ranking/select_top_k.h"

namespace pocketrec {

std::vector<ScoredItem> select_admitted(const Scores& scores, const ItemMask& allowed, std::size_t most,
                                        const std::function<bool(const ScoredItem&)>& admits) {
  std::vector<ScoredItem> admitted;
  if (most == 0) return admitted;
  std::size_t asked = 0;
  for (std::size_t looked_at = 2 * most;; looked_at *= 4) {
    const std::vector<ScoredItem> best = select_top_k(scores, allowed, looked_at);
    for (; asked < best.size(); ++asked) {
      if (admits(best[asked])) admitted.push_back(best[asked]);
      if (admitted.size() == most) return admitted;
    }
    if (best.size() < looked_at) return admitted;
  }
}

}  // namespace pocketrec
