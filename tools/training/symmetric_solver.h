#pragma once

#include <cstddef>

namespace pocketrec {

/// Values from one row of a system to the next for that many columns: a whole number of vector registers.
constexpr std::size_t padded_columns(std::size_t columns) {
  return (columns + 15) / 16 * 16;
}

/// Upper factor U of UᵀU = G in place, for the upper triangle of the `size` × `size` values with that stride. Further
/// columns up to `columns` are right-hand sides and become U⁻ᵀ times themselves. Pivots below `pivot_floor` (> 0) are
/// set to it.
void factor_upper(float* values, std::size_t stride, std::size_t size, std::size_t columns, float pivot_floor);

/// Solves A x = b for the symmetric, positive definite A of that size: its upper triangle in `values`, b in column
/// `size`, zeros or further right-hand sides up to the stride. x goes to `out`; the values are overwritten, by
/// factor_upper().
void solve_symmetric(float* values, std::size_t stride, std::size_t size, float pivot_floor, float* out);

}  // namespace pocketrec
