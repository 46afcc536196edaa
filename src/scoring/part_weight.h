#pragma once

#include <cmath>
#include <cstdint>

#include "model/recommender.h"

namespace pocketrec {

/// Fractional bits of the weight of a recommender's part in scores.
inline constexpr int kPartWeightFractionBits = 16;

/// The weight as scores use it: real weight × 2^kPartWeightFractionBits, rounded to the nearest.
inline std::int64_t fixed_weight(const ScorePart& part) {
  return std::lround(std::ldexp(part.weight, kPartWeightFractionBits));
}

}  // namespace pocketrec
