#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "packing/model_contents.h"
#include "recipes/recipe_input.h"
#include "result/result.h"
#include "training/normalized_interactions.h"
#include "training/similar_items.h"

namespace pocketrec {

/// Metadata values of items as numbers.
struct ItemValues {
  IndexLists values_of_item;  ///< ascending within an item
  std::size_t n_values = 0;
};

/// Values of the categorical text columns, and of the columns of numbers, in buckets (datasets/number_buckets.h); the
/// same in another column is another value. A cell of categories is split at '|'. Truth values, other texts, and
/// numbers that stand for categories have none. (Words of titles as values made the scores of new items worse on
/// MovieLens 100K; docs/recipes/user-personalization.md.)
ItemValues metadata_values(const RecordContents& items);

/// training/metadata_similarity.h for the items that `is_source` marks; of equal ones those with more distinct users
/// in input.rows come first. As many neighbours as the setting similar_neighbors says. Errors: invalid_input.
Result<SimilarItems> similar_by_metadata(const RecipeInput& input, const ItemValues& values,
                                         std::span<const std::uint8_t> is_source);

}  // namespace pocketrec
