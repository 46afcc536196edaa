#include "recipes/related_items.h"

#include <utility>

#include "recipes/list_contents.h"
#include "recipes/popular_items.h"
#include "training/similar_items.h"

namespace pocketrec {

Result<void> add_related_items(const RecipeInput& input, ModelContents& contents) {
  const auto matrix = interaction_matrix_of(input.data, input.rows);
  if (!matrix) return matrix.error();
  SimilarItemsOptions options;
  options.neighbors = input.settings.similar_neighbors;
  options.popularity_discount = input.settings.similar_popularity_discount;
  options.shrinkage = input.settings.similar_shrinkage;
  options.threads = input.options.threads;
  options.progress = input.options.progress;
  const auto similar = train_similar_items(*matrix, options);
  if (!similar) return similar.error();
  auto lists = ranked_lists("similar-items", *similar);
  if (!lists) return lists.error();
  const ScorePart part{ScorePart::Kind::neighbor_lists, static_cast<std::uint32_t>(contents.neighbor_lists.size()), 1};
  contents.neighbor_lists.push_back(*std::move(lists));
  contents.recommenders.push_back({"similar-items", "aws-similar-items", {}, {part, kPopularityTieBreak}});
  return {};
}

}  // namespace pocketrec
