#pragma once

#include <cstdint>

#include "domain/scored_item.h"
#include "model/neighbor_lists.h"

namespace pocketrec {

/// Far below every score: what has it stays behind all others and keeps its order among its like.
inline constexpr Score kSeenPenalty = Score{1} << 56;

/// How much a packed baseline counts beside the device's own counts, whose greatest has 1: 2^-6.
inline constexpr int kBaselineShift = 6;

/// A value of item scores as a score.
inline Score as_score(std::uint32_t item_score) {
  return Score{item_score} << (kScoreFractionBits - kItemScoreFractionBits);
}

}  // namespace pocketrec
