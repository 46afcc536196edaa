#include "scoring/infer_user_vector.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "domain/portable_log.h"

namespace pocketrec {
namespace {

// Doubles that are worked on together. A fixed number is what compilers make vector instructions of at -O2; they change
// no bit, since every double has its own sum.
constexpr std::size_t kLanes = 8;

// Rows that are added in one pass over the target, in order.
constexpr std::size_t kRows = 4;

std::size_t padded(std::size_t size) {
  return (size + kLanes - 1) / kLanes * kLanes;
}

// target[j] += factor[0] · row_0[j], then factor[1] · row_1[j] and so on, for j from `first`, rounded down to whole
// lanes, to `stride`. Rows follow each other at that distance.
template <std::size_t count>
void add_rows(double* target, const double* rows, const double* factor, std::size_t first, std::size_t stride) {
  for (std::size_t j = first / kLanes * kLanes; j < stride; j += kLanes) {
    double lanes[kLanes];
    for (std::size_t lane = 0; lane < kLanes; ++lane) lanes[lane] = target[j + lane];
    for (std::size_t row = 0; row < count; ++row) {
      for (std::size_t lane = 0; lane < kLanes; ++lane) lanes[lane] += factor[row] * rows[row * stride + j + lane];
    }
    for (std::size_t lane = 0; lane < kLanes; ++lane) target[j + lane] = lanes[lane];
  }
}

// The left and the right side of the equation: the upper triangle of the matrix, and the right-hand side as column
// `dimensions` of it. What stands below the diagonal means nothing. Returns the ridge.
double set_up(const Factors& factors, std::span<const WeightedItem> history, std::size_t stride,
              FoldInScratch& scratch) {
  const std::size_t d = factors.dimensions;
  scratch.matrix.assign(d * stride, 0);
  scratch.rows.assign(kRows * stride, 0);
  double* const matrix = scratch.matrix.data();
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t j = i; j < d; ++j) matrix[i * stride + j] = static_cast<double>(factors.gram[i * d + j]);
  }
  std::int64_t observed = 0;
  for (std::size_t begin = 0; begin < history.size(); begin += kRows) {
    const std::size_t count = std::min(kRows, history.size() - begin);
    double size[kRows] = {};
    std::fill(scratch.rows.begin(), scratch.rows.end(), 0.0);  // a row that the last block lacks adds zero
    for (std::size_t row = 0; row < count; ++row) {
      const WeightedItem& entry = history[begin + row];
      observed += std::abs(entry.weight);
      size[row] = std::ldexp(std::abs(entry.weight), -kHistoryWeightFractionBits);
      const double scale = std::ldexp(static_cast<double>(factors.scales[entry.item]), -kFactorScaleFractionBits);
      const auto values = factors.row(entry.item);
      double* const out = scratch.rows.data() + row * stride;
      for (std::size_t k = 0; k < d; ++k) out[k] = values[k] * scale;
      out[d] = entry.weight < 0 ? -1 : 1;
    }
    for (std::size_t i = 0; i < d; ++i) {
      double factor[kRows];
      for (std::size_t row = 0; row < kRows; ++row) factor[row] = size[row] * scratch.rows[row * stride + i];
      add_rows<kRows>(matrix + i * stride, scratch.rows.data(), factor, i, stride);
    }
  }
  const double seen = std::ldexp(static_cast<double>(observed), -kHistoryWeightFractionBits);
  const double ridge = factors.regularization * portable_pow(seen + factors.unobserved, factors.exponent);
  for (std::size_t i = 0; i < d; ++i) matrix[i * stride + i] += ridge;
  return ridge;
}

// Upper factor U of UᵀU = A in place, and U⁻ᵀ b in the column of the right-hand side. A Gram matrix leaves pivots of at
// least the ridge but for rounding; of any other matrix they are raised to that.
void factor(double* matrix, std::size_t size, std::size_t stride, double pivot_floor) {
  for (std::size_t i = 0; i < size; ++i) {
    double* const row = matrix + i * stride;
    std::size_t above = 0;
    for (; above + kRows <= i; above += kRows) {
      double factors[kRows];
      for (std::size_t k = 0; k < kRows; ++k) factors[k] = -matrix[(above + k) * stride + i];
      add_rows<kRows>(row, matrix + above * stride, factors, i, stride);
    }
    for (; above < i; ++above) {
      const double single = -matrix[above * stride + i];
      add_rows<1>(row, matrix + above * stride, &single, i, stride);
    }
    const double pivot = std::sqrt(std::max(row[i], pivot_floor));
    row[i] = pivot;
    for (std::size_t j = i + 1; j <= size; ++j) row[j] /= pivot;
  }
}

// What set_up() set up, with any right-hand side.
std::span<const double> solve(std::size_t d, std::size_t stride, double ridge, FoldInScratch& scratch) {
  double* const matrix = scratch.matrix.data();
  factor(matrix, d, stride, ridge);
  scratch.solution.assign(d, 0);
  for (std::size_t i = d; i-- > 0;) {
    const double* const row = matrix + i * stride;
    double rest = row[d];
    for (std::size_t j = i + 1; j < d; ++j) rest -= row[j] * scratch.solution[j];
    scratch.solution[i] = rest / row[i];
  }
  return scratch.solution;
}

}  // namespace

std::span<const double> solve_user_vector(const Factors& factors, std::span<const WeightedItem> history,
                                          FoldInScratch& scratch) {
  if (history.empty()) return {};
  history = history.first(std::min(history.size(), kMaxFoldInItems));
  const std::size_t stride = padded(factors.dimensions + 1);
  const double ridge = set_up(factors, history, stride, scratch);
  return solve(factors.dimensions, stride, ridge, scratch);
}

std::vector<double> explain_user_vector(const Factors& factors, std::span<const WeightedItem> history, ItemIndex item,
                                        FoldInScratch& scratch) {
  history = history.first(std::min(history.size(), kMaxFoldInItems));
  if (history.empty()) return {};
  const std::size_t d = factors.dimensions;
  const std::size_t stride = padded(d + 1);
  const double ridge = set_up(factors, history, stride, scratch);
  const auto entry = [&](ItemIndex of, std::size_t k) {
    return factors.row(of)[k] * std::ldexp(static_cast<double>(factors.scales[of]), -kFactorScaleFractionBits);
  };
  for (std::size_t k = 0; k < d; ++k) scratch.matrix[k * stride + d] = entry(item, k);
  const std::span<const double> solution = solve(d, stride, ridge, scratch);
  std::vector<double> products;
  for (const WeightedItem& event : history) {
    double product = 0;
    for (std::size_t k = 0; k < d; ++k) product += solution[k] * entry(event.item, k);
    products.push_back(product * std::ldexp(event.weight, -kHistoryWeightFractionBits));
  }
  return products;
}

UserVector infer_user_vector(const Factors& factors, std::span<const WeightedItem> history, FoldInScratch& scratch) {
  const std::span<const double> solution = solve_user_vector(factors, history, scratch);
  double largest = 0;
  for (const double value : solution) {
    if (!std::isfinite(value)) return {};
    largest = std::max(largest, std::fabs(value));
  }
  if (largest == 0) return {};
  int exponent = 0;
  std::frexp(largest, &exponent);
  UserVector user;
  user.fraction_bits = std::clamp(15 - exponent, kLeastUserFractionBits, kMostUserFractionBits);
  user.values.reserve(solution.size());
  for (const double value : solution) {
    const double fixed = std::clamp(std::ldexp(value, user.fraction_bits), -32767.0, 32767.0);
    user.values.push_back(static_cast<std::int16_t>(std::lround(fixed)));
  }
  return user;
}

}  // namespace pocketrec
