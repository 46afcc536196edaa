#pragma once

#include "packing/model_contents.h"
#include "recipes/recipe_input.h"
#include "result/result.h"

namespace pocketrec {

/// Adds the recommenders of items that go with another one:
///   similar-items   co-occurrence (training/similar_items.h), popular items where an item has no neighbours
/// Errors: invalid_input.
Result<void> add_related_items(const RecipeInput& input, ModelContents& contents);

}  // namespace pocketrec
