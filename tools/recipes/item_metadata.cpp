#include "recipes/item_metadata.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "datasets/cell_values.h"
#include "datasets/number_buckets.h"
#include "datasets/text_words.h"
#include "evaluation/popularity.h"
#include "training/metadata_similarity.h"

namespace pocketrec {
namespace {

/// Values of one item after another, as numbers of one column come to be known.
using Values = std::vector<std::vector<std::uint32_t>>;

std::size_t add_categories(const ColumnContents& column, std::size_t first, Values& values) {
  std::unordered_map<std::string, std::uint32_t> numbers;
  for (std::size_t item = 0; item < values.size(); ++item) {
    for (const std::string& category : cell_values(column.cells[item], column.field)) {
      const auto next = static_cast<std::uint32_t>(first + numbers.size());
      values[item].push_back(numbers.try_emplace(category, next).first->second);
    }
  }
  return numbers.size();
}

std::size_t add_words(const ColumnContents& column, std::size_t first, Values& values) {
  std::unordered_map<std::uint32_t, std::uint32_t> numbers;
  for (std::size_t item = 0; item < values.size(); ++item) {
    const auto* const text = std::get_if<std::string>(&column.cells[item]);
    if (text == nullptr) continue;
    for (const std::uint32_t word : word_hashes(*text)) {
      const auto next = static_cast<std::uint32_t>(first + numbers.size());
      values[item].push_back(numbers.try_emplace(word, next).first->second);
    }
  }
  return numbers.size();
}

std::size_t add_buckets(const ColumnContents& column, std::size_t first, Values& values) {
  std::vector<double> numbers;
  for (const FieldValue& cell : column.cells) {
    if (const auto number = number_of(cell)) numbers.push_back(*number);
  }
  if (numbers.empty()) return 0;
  const NumberBuckets buckets(std::move(numbers));
  for (std::size_t item = 0; item < values.size(); ++item) {
    const auto number = number_of(column.cells[item]);
    if (!number) continue;
    for (const std::uint32_t value : buckets.of(*number)) {
      values[item].push_back(static_cast<std::uint32_t>(first) + value);
    }
  }
  return NumberBuckets::kValues;
}

}  // namespace

ItemValues metadata_values(const RecordContents& items) {
  ItemValues result;
  Values values(items.ids.size());
  for (const ColumnContents& column : items.columns) {
    const Field& field = column.field;
    if (names_categories(field)) {
      result.n_values += add_categories(column, result.n_values, values);
    } else if (measures(field)) {
      result.n_values += add_buckets(column, result.n_values, values);
    }
  }
  result.first_word = static_cast<std::uint32_t>(result.n_values);
  for (const ColumnContents& column : items.columns) {
    if (column.field.textual) result.n_values += add_words(column, result.n_values, values);
  }
  for (std::vector<std::uint32_t>& of_item : values) {
    std::sort(of_item.begin(), of_item.end());
    of_item.erase(std::unique(of_item.begin(), of_item.end()), of_item.end());
    auto& index = result.values_of_item.index;
    index.insert(index.end(), of_item.begin(), of_item.end());
    result.values_of_item.begin.push_back(index.size());
  }
  return result;
}

Result<SimilarItems> similar_by_metadata(const RecipeInput& input, const ItemValues& values,
                                         std::span<const std::uint8_t> is_source) {
  MetadataSimilarityOptions options;
  options.neighbors = input.settings.similar_neighbors;
  options.word_weight = input.settings.word_weight;
  options.threads = input.options.threads;
  options.progress = input.options.progress;
  const auto users = users_per_item(input.data.events(), input.rows);
  return train_metadata_similarity(values, is_source, users, options);
}

}  // namespace pocketrec
