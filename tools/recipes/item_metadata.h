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

/// Values of the categorical text columns: a cell is split at '|', and the same text in another column is another
/// value. Numbers, truth values and other texts have none.
ItemValues categorical_values(const RecordContents& items);

/// training/metadata_similarity.h for the items that `is_source` marks; of equal ones those with more distinct users
/// in input.rows come first. As many neighbours as the setting similar_neighbors says. Errors: invalid_input.
Result<SimilarItems> similar_by_metadata(const RecipeInput& input, const ItemValues& values,
                                         std::span<const std::uint8_t> is_source);

}  // namespace pocketrec
