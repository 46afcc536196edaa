#pragma once

#include "packing/model_contents.h"
#include "recipes/recipe_input.h"

namespace pocketrec {

/// Adds the users with their metadata and their newest events, as many as the setting `history` says. Without events
/// and without metadata there are no users in the file, and each is unknown to the model.
void add_users(const RecipeInput& input, ModelContents& contents);

}  // namespace pocketrec
