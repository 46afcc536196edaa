#pragma once

#include <cstdint>

#include "packing/model_contents.h"
#include "recipes/recipe_input.h"

namespace pocketrec {

/// Position in ModelContents::item_scores of items by distinct users, 1.0 for the most popular: what other recipes use
/// to order items that they have no score for.
inline constexpr std::uint32_t kPopularityScores = 0;

/// The same as a part that only decides between items of about equal score, and orders those without one.
inline constexpr ScorePart kPopularityTieBreak{ScorePart::Kind::item_scores, kPopularityScores, 1.0 / 4096};

/// Adds the recommender popularity-count. Comes before all others: see kPopularityScores.
void add_popular_items(const RecipeInput& input, ModelContents& contents);

}  // namespace pocketrec
