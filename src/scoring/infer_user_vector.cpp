#include "scoring/infer_user_vector.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "domain/portable_log.h"
#include "scoring/symmetric_system.h"

namespace pocketrec {
namespace {

void read_vector(const Factors& factors, ItemIndex item, std::span<double> out) {
  const double scale = std::ldexp(static_cast<double>(factors.scales[item]), -kFactorScaleFractionBits);
  const auto values = factors.row(item);
  for (std::size_t k = 0; k < out.size(); ++k) out[k] = values[k] * scale;
}

// The left side of the equation into scratch.matrix, the right one into scratch.solution.
void set_up(const Factors& factors, std::span<const WeightedItem> history, FoldInScratch& scratch) {
  const std::size_t d = factors.dimensions;
  scratch.matrix.assign(factors.gram.begin(), factors.gram.end());
  scratch.vector.assign(d, 0);
  scratch.solution.assign(d, 0);
  std::int64_t observed = 0;
  for (const WeightedItem& entry : history) {
    observed += std::abs(entry.weight);
    const double weight = std::ldexp(entry.weight, -kHistoryWeightFractionBits);
    read_vector(factors, entry.item, scratch.vector);
    add_outer_product(scratch.matrix, scratch.vector, std::fabs(weight));
    for (std::size_t k = 0; k < d; ++k) scratch.solution[k] += weight * scratch.vector[k];
  }
  const double seen = std::ldexp(static_cast<double>(observed), -kHistoryWeightFractionBits);
  const double ridge = factors.regularization * portable_pow(seen + factors.unobserved, factors.exponent);
  for (std::size_t k = 0; k < d; ++k) scratch.matrix[k * d + k] += ridge;
}

}  // namespace

std::span<const double> solve_user_vector(const Factors& factors, std::span<const WeightedItem> history,
                                          FoldInScratch& scratch) {
  if (history.empty()) return {};
  history = history.first(std::min(history.size(), kMaxFoldInItems));
  set_up(factors, history, scratch);
  solve_symmetric_system(scratch.matrix, scratch.solution);
  return scratch.solution;
}

std::vector<double> explain_user_vector(const Factors& factors, std::span<const WeightedItem> history, ItemIndex item,
                                        FoldInScratch& scratch) {
  history = history.first(std::min(history.size(), kMaxFoldInItems));
  if (history.empty()) return {};
  set_up(factors, history, scratch);
  read_vector(factors, item, scratch.solution);  // as right side: A is symmetric
  solve_symmetric_system(scratch.matrix, scratch.solution);
  std::vector<double> products;
  for (const WeightedItem& event : history) {
    read_vector(factors, event.item, scratch.vector);
    double product = 0;
    for (std::size_t k = 0; k < factors.dimensions; ++k) product += scratch.solution[k] * scratch.vector[k];
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
