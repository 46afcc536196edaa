#include "training/symmetric_solver.h"

#include <algorithm>
#include <cmath>

#include "training/tile_kernel.h"

namespace pocketrec {
namespace {

constexpr std::size_t kFactorRows = 16;  // that are brought up to date together

}  // namespace

void factor_upper(float* values, std::size_t stride, std::size_t size, std::size_t columns, float pivot_floor) {
  const SubtractProduct subtract_product = fastest_tile_kernel().subtract_product;
  for (std::size_t first = 0; first < size; first += kFactorRows) {
    const std::size_t end = std::min(size, first + kFactorRows);
    subtract_product(values + first, stride, values + first, stride, values + first * stride + first, stride,
                     end - first, columns - first, first);
    for (std::size_t i = first; i < end; ++i) {
      float* const pivot_row = values + i * stride;
      const float inverse = 1 / std::sqrt(std::max(pivot_row[i], pivot_floor));
      pivot_row[i] = 1 / inverse;
      for (std::size_t j = i + 1; j < columns; ++j) pivot_row[j] *= inverse;
      // Writes below the diagonal too, where nothing is read.
      subtract_product(pivot_row + i + 1, stride, pivot_row + first, stride, pivot_row + stride + first, stride,
                       end - i - 1, columns - first, 1);
    }
  }
}

void solve_symmetric(float* values, std::size_t stride, std::size_t size, float pivot_floor, float* out) {
  factor_upper(values, stride, size, stride, pivot_floor);
  for (std::size_t i = size; i-- > 0;) {
    // Four sums in a fixed order: one would wait for itself at every step.
    const float* const row = values + i * stride;
    float sum[4] = {};
    std::size_t j = i + 1;
    for (; j + 4 <= size; j += 4) {
      for (std::size_t lane = 0; lane < 4; ++lane) sum[lane] += row[j + lane] * out[j + lane];
    }
    for (; j < size; ++j) sum[0] += row[j] * out[j];
    out[i] = (row[size] - ((sum[0] + sum[1]) + (sum[2] + sum[3]))) / row[i];
  }
}

}  // namespace pocketrec
