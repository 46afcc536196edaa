#pragma once

#include <cstdint>

#include "domain/item_index.h"

namespace pocketrec {

/// A score in fixed point with kScoreFractionBits fractional bits. Integers, so that sums do not depend on their order
/// and lists are the same on every processor.
using Score = std::int64_t;

/// 1.0 is Score{1} << kScoreFractionBits.
inline constexpr int kScoreFractionBits = 40;

/// An item and its score.
struct ScoredItem {
  ItemIndex item;
  Score score;

  bool operator==(const ScoredItem&) const = default;
};

/// The one total order of lists: the higher score first, and of equal scores the lower row.
inline bool ranks_before(const ScoredItem& a, const ScoredItem& b) {
  return a.score != b.score ? a.score > b.score : a.item < b.item;
}

}  // namespace pocketrec
