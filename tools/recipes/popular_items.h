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

/// Adds the recommender popularity-count and, when there are events of the type, compared without case,
///   most-viewed        View       aws-ecomm-popular-items-by-views
///   best-sellers       Purchase   aws-ecomm-popular-items-by-purchases
///   vod-most-popular   Watch      aws-vod-most-popular
/// each by distinct users an item, items without any by the users of all events.
/// Comes before all others: see kPopularityScores.
void add_popular_items(const RecipeInput& input, ModelContents& contents);

}  // namespace pocketrec
