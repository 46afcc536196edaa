#pragma once

#include <cmath>
#include <cstdint>

namespace pocketrec {

/// A number from 0 to 1 in fixed point with kShareFractionBits fractional bits: relevance, likeness and the weights
/// between them are compared as integers, so that lists are the same on every processor.
using Share = std::uint32_t;

inline constexpr int kShareFractionBits = 20;
inline constexpr Share kFullShare = Share{1} << kShareFractionBits;

/// The nearest one. Precondition: number is 0 to 1.
inline Share as_share(double number) {
  return static_cast<Share>(std::lround(number * kFullShare));
}

}  // namespace pocketrec
