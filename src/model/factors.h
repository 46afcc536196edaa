#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace pocketrec {

/// Fractional bits of Factors::scales.
inline constexpr int kFactorScaleFractionBits = 28;

/// Most dimensions of Factors; with it, sums of int8 × int16 fit 32 bits.
inline constexpr std::size_t kMaxDimensions = 512;

/// A view of dense item vectors and of what a user's vector is found with (formula: schemas/model.fbs). Points into the
/// mapped model file. Entry k of item i: values[i · dimensions + k] × scales[i] × 2^-kFactorScaleFractionBits.
struct Factors {
  std::size_t dimensions = 0;             ///< 1 to kMaxDimensions
  std::span<const std::int8_t> values;    ///< items × dimensions, -127 to 127
  std::span<const std::uint32_t> scales;  ///< one an item, at most 2^28
  std::span<const float> gram;            ///< dimensions × dimensions, symmetric, entries of at most 2^40 in size
  double regularization = 1;              ///< 1e-12 to 1e9
  double exponent = 1;                    ///< of the ridge, 0 to 4
  double unobserved = 0;                  ///< 0 to 1e12; counts in the ridge beside the history

  /// Row of an item. Precondition: it is below scales.size().
  std::span<const std::int8_t> row(std::size_t item) const { return values.subspan(item * dimensions, dimensions); }
};

}  // namespace pocketrec
