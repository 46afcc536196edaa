#include "training/neighbor_table.h"

#include <algorithm>

namespace pocketrec {
namespace {

bool is_nearer(const NeighborCandidate& a, const NeighborCandidate& b) {
  if (a.similarity != b.similarity) return a.similarity > b.similarity;
  return a.preferred != b.preferred ? a.preferred > b.preferred : a.item < b.item;
}

}  // namespace

void NeighborTable::keep(std::size_t position, std::vector<NeighborCandidate>& candidates) {
  count_[position] = std::min(width_, candidates.size());
  const auto end = candidates.begin() + static_cast<std::ptrdiff_t>(count_[position]);
  std::partial_sort(candidates.begin(), end, candidates.end(), is_nearer);
  std::copy(candidates.begin(), end, kept_.begin() + static_cast<std::ptrdiff_t>(position * width_));
}

SimilarItems NeighborTable::lists(std::size_t n_items) const {
  SimilarItems result;
  result.begin.reserve(n_items + 1);
  std::size_t position = 0;
  for (std::size_t row = 0; row < n_items; ++row) {
    if (position < sources_.size() && sources_[position] == row) {
      for (std::size_t i = 0; i < count_[position]; ++i) {
        result.item.push_back(kept_[position * width_ + i].item);
        result.similarity.push_back(kept_[position * width_ + i].similarity);
      }
      ++position;
    }
    result.begin.push_back(result.item.size());
  }
  return result;
}

}  // namespace pocketrec
