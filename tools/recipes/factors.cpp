#include "recipes/factors.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "model/factors.h"

namespace pocketrec {
namespace {

constexpr double kSteps = 127;

}  // namespace

Result<FactorContents> quantized_factors(std::string name, const ImplicitFactors& factors,
                                         const ImplicitAlsOptions& options) {
  const FactorRows& items = factors.items;
  const std::size_t d = items.dimensions();
  FactorContents contents;
  contents.name = std::move(name);
  contents.dimensions = static_cast<std::uint32_t>(d);
  contents.values.reserve(items.rows() * d);
  contents.scales.reserve(items.rows());
  FactorRows rounded(items.rows(), d);
  for (std::size_t item = 0; item < items.rows(); ++item) {
    const float* const row = items.row(item);
    float largest = 0;
    bool finite = true;
    for (std::size_t k = 0; k < d; ++k) {
      finite = finite && std::isfinite(row[k]);
      largest = std::max(largest, std::fabs(row[k]));
    }
    if (!finite || largest > 127) {
      return Error{ErrorCode::invalid_input,
                   contents.name + ": expected entries up to 127, got one beyond: raise factor_regularization"};
    }
    const double fixed = std::ceil(std::ldexp(static_cast<double>(largest), kFactorScaleFractionBits) / kSteps);
    const double step = std::ldexp(fixed, -kFactorScaleFractionBits);
    contents.scales.push_back(static_cast<std::uint32_t>(fixed));
    for (std::size_t k = 0; k < d; ++k) {
      const double steps = fixed == 0 ? 0 : std::floor(static_cast<double>(row[k]) / step + 0.5);
      contents.values.push_back(static_cast<std::int8_t>(std::clamp(steps, -kSteps, kSteps)));
      rounded.row(item)[k] = static_cast<float>(contents.values.back() * step);
    }
  }
  contents.gram = gram_matrix(rounded, options.unobserved_weight);
  contents.regularization = options.regularization;
  contents.exponent = options.exponent;
  contents.unobserved = factors.unobserved;
  return contents;
}

Result<void> add_factors(const RecipeInput& input, ModelContents& contents) {
  const auto matrix = interaction_matrix_of(input.data, input.rows);
  if (!matrix) return matrix.error();
  ImplicitAlsOptions options;
  options.dimensions = factor_dimensions(input.settings, input.data.items.ids.size());
  options.unobserved_weight = input.settings.factor_unobserved_weight;
  options.regularization = input.settings.factor_regularization;
  options.sweeps = input.settings.factor_sweeps;
  options.threads = input.options.threads;
  options.progress = input.options.progress;
  const auto factors = train_implicit_als(*matrix, options);
  if (!factors) return factors.error();
  auto quantized = quantized_factors("factors", *factors, options);
  if (!quantized) return quantized.error();
  contents.factors.push_back(*std::move(quantized));
  return {};
}

}  // namespace pocketrec
