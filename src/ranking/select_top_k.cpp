#include "ranking/select_top_k.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace pocketrec {
namespace {

/// The best k of what is offered.
class BestItems {
 public:
  BestItems(std::size_t k, std::size_t items) : k_(k) { best_.reserve(std::min(k, items)); }

  /// Whether the candidate is among the best k so far.
  bool has_room_for(const ScoredItem& candidate) const {
    return best_.size() < k_ || (k_ > 0 && ranks_before(candidate, best_.front()));
  }

  /// Precondition: has_room_for(candidate).
  void keep(const ScoredItem& candidate) {
    if (best_.size() == k_) {
      std::pop_heap(best_.begin(), best_.end(), ranks_before);
      best_.back() = candidate;
    } else {
      best_.push_back(candidate);
    }
    std::push_heap(best_.begin(), best_.end(), ranks_before);
  }

  std::vector<ScoredItem> take() {
    std::sort(best_.begin(), best_.end(), ranks_before);
    return std::move(best_);
  }

 private:
  std::size_t k_;
  std::vector<ScoredItem> best_;  // a heap whose front is the worst item kept: most candidates cost one comparison
};

}  // namespace

std::vector<ScoredItem> select_top_k(const Scores& scores, const ItemMask& allowed, std::size_t k) {
  assert(allowed.size() == scores.size());
  BestItems best(k, scores.size());
  for (const ItemIndex item : scores.touched()) {
    const ScoredItem candidate{item, scores[item]};
    if (best.has_room_for(candidate) && allowed.contains(item)) best.keep(candidate);
  }
  const BaseScores& base = scores.base();
  for (const ItemIndex item : base.order) {
    if (scores.is_touched(item)) continue;
    const ScoredItem candidate{item, base.values[item]};
    if (!best.has_room_for(candidate)) break;  // nor for those behind it
    if (allowed.contains(item)) best.keep(candidate);
  }
  return best.take();
}

std::vector<ScoredItem> select_top_k(std::span<const Score> scores, const ItemMask& allowed, std::size_t k) {
  assert(allowed.size() == scores.size());
  BestItems best(k, scores.size());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const auto item = static_cast<ItemIndex>(i);
    const ScoredItem candidate{item, scores[i]};
    if (best.has_room_for(candidate) && allowed.contains(item)) best.keep(candidate);
  }
  return best.take();
}

}  // namespace pocketrec
