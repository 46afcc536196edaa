#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "packing/model_contents.h"
#include "recipes/recipe_input.h"
#include "result/result.h"

namespace pocketrec {

/// Trains every recommender of the default model on some of the events and puts the file's contents together, with the
/// whole vocabulary of `data`: those of popular_items.h, trending_items.h, personalization.h,
/// related_items.h and use_cases.h.
/// Recipes that the settings do not name are left out.
/// rows: ascending positions in data.events(). part: Provenance::training_part.
/// Errors: invalid_input.
Result<ModelContents> build_model(const TrainingData& data, std::span<const std::uint32_t> rows, std::string part,
                                  const ModelSettings& settings, const BuildOptions& options);

}  // namespace pocketrec
