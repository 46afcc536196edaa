#include "recipes/item_metadata.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "datasets/cell_values.h"
#include "evaluation/popularity.h"
#include "training/metadata_similarity.h"

namespace pocketrec {
ItemValues categorical_values(const RecordContents& items) {
  ItemValues result;
  std::vector<std::vector<std::uint32_t>> values(items.ids.size());
  for (const ColumnContents& column : items.columns) {
    if (!column.field.categorical || column.field.type != FieldType::string) continue;
    std::unordered_map<std::string, std::uint32_t> numbers;
    for (std::size_t item = 0; item < values.size(); ++item) {
      for (const std::string& category : cell_values(column.cells[item], column.field)) {
        const auto [found, is_new] = numbers.try_emplace(category, static_cast<std::uint32_t>(result.n_values));
        if (is_new) ++result.n_values;
        values[item].push_back(found->second);
      }
    }
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
  options.threads = input.options.threads;
  options.progress = input.options.progress;
  const auto users = users_per_item(input.data.events(), input.rows);
  return train_metadata_similarity(values.values_of_item, values.n_values, is_source, users, options);
}

}  // namespace pocketrec
