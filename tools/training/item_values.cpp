#include "training/item_values.h"

namespace pocketrec {

ItemVectors item_vectors(const ItemValues& values, unsigned exponent, double word_weight, std::size_t least_items,
                         std::size_t most_items) {
  ItemVectors vectors{values.values_of_item, transposed(values.values_of_item, values.n_values), {}, {}};
  std::vector<std::size_t> items_with;
  for (std::size_t value = 0; value < values.n_values; ++value) {
    const std::size_t count = vectors.items_of_value[value].size();
    items_with.push_back(count < least_items || count > most_items ? 0 : count);
  }
  vectors.weights = {idf_weights(items_with, values.n_items(), values.first_word, exponent), values.first_word,
                     word_weight};
  for (std::size_t item = 0; item < values.n_items(); ++item) {
    vectors.scale.push_back(vectors.weights.scale_of(values.values_of_item[item]));
  }
  return vectors;
}

}  // namespace pocketrec
