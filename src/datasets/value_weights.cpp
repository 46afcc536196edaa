#include "datasets/value_weights.h"

#include <cmath>

#include "domain/portable_log.h"

namespace pocketrec {

ValueWeights::Scale ValueWeights::scale_of(std::span<const std::uint32_t> values) const {
  double attributes = 0;
  double words = 0;
  for (const std::uint32_t value : values) (value < first_word ? attributes : words) += squared[value];
  const double squared_length = (attributes > 0 ? 1 : 0) + (words > 0 ? word_weight * word_weight : 0);
  Scale scale;
  if (attributes > 0) scale.attributes = 1 / std::sqrt(attributes * squared_length);
  if (words > 0 && word_weight > 0) scale.words = word_weight / std::sqrt(words * squared_length);
  return scale;
}

std::vector<double> idf_weights(std::span<const std::size_t> items_with, std::size_t items, std::uint32_t first_word,
                                unsigned exponent) {
  std::vector<double> weights;
  for (std::size_t value = 0; value < items_with.size(); ++value) {
    const std::size_t count = items_with[value];
    const bool is_told = count > 0 && (value < first_word || count <= items / 10);
    const double idf = is_told ? portable_log(static_cast<double>(items) / static_cast<double>(count)) : 0;
    double weight = 1;
    for (unsigned i = 0; i < exponent; ++i) weight *= idf;
    weights.push_back(weight);
  }
  return weights;
}

}  // namespace pocketrec
