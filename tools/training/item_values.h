#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "datasets/value_weights.h"
#include "training/normalized_interactions.h"

namespace pocketrec {

/// Metadata values of items as numbers.
struct ItemValues {
  IndexLists values_of_item;     ///< ascending within an item
  std::size_t n_values = 0;      ///< values are below it
  std::uint32_t first_word = 0;  ///< values from this on are words of texts

  std::size_t n_items() const { return values_of_item.size(); }
};

/// The items as vectors over their values, with the values from both sides.
struct ItemVectors {
  IndexLists values_of_item;
  IndexLists items_of_value;
  ValueWeights weights;
  std::vector<ValueWeights::Scale> scale;  ///< of each item

  /// What a value that two items share adds to their cosine.
  double product(std::uint32_t value, std::uint32_t a, std::uint32_t b) const {
    return weights.product(value, scale[a], scale[b]);
  }
};

/// Vectors with idf^exponent as squared weights (datasets/value_weights.h). Values of fewer than least_items items
/// count nothing, nor do those of more than most_items.
ItemVectors item_vectors(const ItemValues& values, unsigned exponent, double word_weight, std::size_t least_items,
                         std::size_t most_items);

}  // namespace pocketrec
