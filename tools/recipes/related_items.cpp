#include "recipes/related_items.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "recipes/item_metadata.h"
#include "recipes/list_contents.h"
#include "recipes/popular_items.h"

namespace pocketrec {
namespace {

/// The lists of `metadata` where it has any, otherwise those of `similar`.
SimilarItems joined(const SimilarItems& similar, const SimilarItems& metadata) {
  SimilarItems result;
  for (std::size_t source = 0; source < similar.n_items(); ++source) {
    const SimilarItems& from = metadata.items_of(source).empty() ? similar : metadata;
    const auto items = from.items_of(source);
    const auto similarities = from.similarities_of(source);
    result.item.insert(result.item.end(), items.begin(), items.end());
    result.similarity.insert(result.similarity.end(), similarities.begin(), similarities.end());
    result.begin.push_back(result.item.size());
  }
  return result;
}

Result<SimilarItems> similar_items(const RecipeInput& input, const InteractionMatrix& matrix) {
  SimilarItemsOptions options;
  options.neighbors = input.settings.similar_neighbors;
  options.popularity_discount = input.settings.similar_popularity_discount;
  options.shrinkage = input.settings.similar_shrinkage;
  options.threads = input.options.threads;
  options.progress = input.options.progress;
  auto similar = train_similar_items(matrix, options);
  if (!similar) return similar;

  const ItemValues values = metadata_values(input.data.items);
  std::vector<std::uint32_t> interactions(input.data.items.ids.size());
  for (const std::uint32_t row : input.rows) ++interactions[input.data.item[row]];
  std::vector<std::uint8_t> is_cold(interactions.size());
  std::transform(interactions.begin(), interactions.end(), is_cold.begin(),
                 [](std::uint32_t count) { return static_cast<std::uint8_t>(count < kMetadataBelow ? 1 : 0); });
  const auto metadata = similar_by_metadata(input, values, is_cold);
  if (!metadata) return metadata.error();
  return joined(*similar, *metadata);
}

Result<SimilarItems> sims(const RecipeInput& input, const InteractionMatrix& matrix) {
  SimilarItemsOptions options;
  options.neighbors = input.settings.similar_neighbors;
  options.user_exponent = 0;
  options.popularity_discount = input.settings.similar_popularity_discount;
  options.shrinkage = 0;
  options.min_shared = input.settings.min_cointeraction_count;
  options.threads = input.options.threads;
  options.progress = input.options.progress;
  return train_similar_items(matrix, options);
}

}  // namespace

Result<ScorePart> add_ranked_lists(std::string name, const SimilarItems& similar, ModelContents& contents) {
  auto lists = ranked_lists(std::move(name), similar);
  if (!lists) return lists.error();
  contents.neighbor_lists.push_back(*std::move(lists));
  return ScorePart{ScorePart::Kind::neighbor_lists, static_cast<std::uint32_t>(contents.neighbor_lists.size() - 1), 1};
}

Result<void> add_related_items(const RecipeInput& input, ModelContents& contents) {
  const auto matrix = interaction_matrix_of(input.data, input.rows);
  if (!matrix) return matrix.error();
  // More like x is made of the lists of similar items too.
  if (wants_recipe(input.settings, "aws-similar-items") || wants_recipe(input.settings, "aws-vod-more-like-x")) {
    const auto similar = similar_items(input, *matrix);
    if (!similar) return similar.error();
    const auto part = add_ranked_lists(kSimilarItems, *similar, contents);
    if (!part) return part.error();
    contents.recommenders.push_back({"similar-items", "aws-similar-items", {}, {*part, kPopularityTieBreak}});
  }
  if (!wants_recipe(input.settings, "aws-sims")) return {};
  const auto co_occurring = sims(input, *matrix);
  if (!co_occurring) return co_occurring.error();
  const auto sims_part = add_ranked_lists("sims", *co_occurring, contents);
  if (!sims_part) return sims_part.error();
  contents.recommenders.push_back({"sims", "aws-sims", {}, {*sims_part, kPopularityTieBreak}});
  return {};
}

}  // namespace pocketrec
