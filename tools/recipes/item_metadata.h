#pragma once

#include <cstdint>
#include <span>

#include "packing/model_contents.h"
#include "recipes/recipe_input.h"
#include "result/result.h"
#include "training/item_values.h"
#include "training/similar_items.h"

namespace pocketrec {

/// Values of the categorical text columns, of the columns of numbers, in buckets (datasets/number_buckets.h), and of
/// the textual column, its words (datasets/text_words.h); the same in another column is another value. A cell of
/// categories is split at '|'. Truth values, other texts, and numbers that stand for categories have none.
ItemValues metadata_values(const RecordContents& items);

/// training/metadata_similarity.h for the items that `is_source` marks; of equal ones those with more distinct users
/// in input.rows come first. As many neighbours as the setting similar_neighbors says. Errors: invalid_input.
Result<SimilarItems> similar_by_metadata(const RecipeInput& input, const ItemValues& values,
                                         std::span<const std::uint8_t> is_source);

}  // namespace pocketrec
