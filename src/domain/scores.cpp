#include "domain/scores.h"

#include <algorithm>
#include <numeric>

namespace pocketrec {

void Scores::start(const BaseScores& base) {
  for (const ItemIndex item : touched_) is_touched_[item] = 0;
  touched_.clear();
  base_ = &base;
  is_touched_.resize(size(), 0);
  values_.resize(size());
}

std::span<const ItemIndex> Scores::touch_all() {
  if (touched_.empty()) {
    touched_.resize(size());
    std::iota(touched_.begin(), touched_.end(), ItemIndex{0});
    std::fill(is_touched_.begin(), is_touched_.end(), std::uint8_t{1});
    values_ = base_->values;
  } else if (touched_.size() < size()) {
    touched_.reserve(size());
    for (std::size_t item = 0; item < size(); ++item) touch(static_cast<ItemIndex>(item));
  }
  return touched_;
}

}  // namespace pocketrec
