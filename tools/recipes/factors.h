#pragma once

#include <cstdint>
#include <string>

#include "packing/model_contents.h"
#include "recipes/recipe_input.h"
#include "result/result.h"
#include "training/implicit_als.h"

namespace pocketrec {

/// Trains dense item vectors of factor_dimensions(), at least 1, by the settings `factor_regularization`,
/// `factor_unobserved_weight` and `factor_sweeps` (algorithm: training/implicit_als.h), and adds them to the contents.
/// Errors: invalid_input.
Result<void> add_factors(const RecipeInput& input, ModelContents& contents);

/// Item vectors as the file has them: each entry is rounded to the nearest of 255 steps of its row, so that it is off
/// by half a step at most, and a step is the least multiple of 2^-28 that reaches the row's largest entry in 127 steps.
/// The Gram matrix is that of the rounded vectors. Same bytes for any number of threads. options: those that the
/// factors were trained with. Errors: invalid_input for entries beyond 127 or that are not finite.
Result<FactorContents> quantized_factors(std::string name, const ImplicitFactors& factors,
                                         const ImplicitAlsOptions& options);

}  // namespace pocketrec
