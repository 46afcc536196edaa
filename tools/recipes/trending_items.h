#pragma once

#include "packing/model_contents.h"
#include "recipes/recipe_input.h"

namespace pocketrec {

/// Adds the recommender trending-now: growth of each item's interactions between the last two intervals of
/// trend_discovery_frequency (scoring/trend.h), the later of which ends with the last event of input.rows; popular
/// items decide between equals. The device counts its own events the same way and prefers what they say.
void add_trending_items(const RecipeInput& input, ModelContents& contents);

}  // namespace pocketrec
