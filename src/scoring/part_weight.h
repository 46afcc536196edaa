#pragma once

#include <cmath>
#include <cstdint>

#include "model/recommender.h"
#include "scoring/history.h"

namespace pocketrec {

/// Fractional bits of the weight of a recommender's part in scores.
inline constexpr int kPartWeightFractionBits = 16;

/// A part's weight as scores use it: real weight × 2^kPartWeightFractionBits, rounded to the nearest.
inline std::int64_t fixed_weight(double weight) {
  return std::lround(std::ldexp(weight, kPartWeightFractionBits));
}

/// The same, faded with the distinct items of the history where the part fades (ScorePart::fade).
inline std::int64_t part_weight(const ScorePart& part, const History& history) {
  if (part.fade == 0) return fixed_weight(part.weight);
  return fixed_weight(part.weight / (1 + static_cast<double>(history.items.size()) / part.fade));
}

}  // namespace pocketrec
