#pragma once

#include "packing/model_contents.h"
#include "recipes/recipe_input.h"
#include "result/result.h"

namespace pocketrec {

/// Adds the recommenders of lists for a user:
///   user-personalization   item-to-item ridge (algorithm: training/item_to_item.h) with popularity as the tie-break,
///   and dense factors
///                          (recipes/factors.h) where the settings ask for them
///   personalized-ranking   the same scores on a given list
/// Errors: invalid_input.
Result<void> add_personalization(const RecipeInput& input, ModelContents& contents);

/// Writes the settings that only matter when answering (max_history, demote_seen, softmax_scale) into the recommenders
/// that add_personalization() made.
void apply_answer_settings(const ModelSettings& settings, ModelContents& contents);

}  // namespace pocketrec
