#include "recipes/popular_items.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "evaluation/popularity.h"
#include "model/neighbor_lists.h"

namespace pocketrec {
namespace {

ItemScoreContents scores_of(std::string name, const std::vector<std::uint32_t>& users) {
  const std::uint32_t most = users.empty() ? 0 : *std::max_element(users.begin(), users.end());
  ItemScoreContents scores{std::move(name), {}};
  for (const std::uint32_t count : users) {
    const std::uint64_t one = std::uint64_t{1} << kItemScoreFractionBits;
    scores.values.push_back(most == 0 ? 0 : static_cast<std::uint32_t>(count * one / most));
  }
  return scores;
}

}  // namespace

void add_popular_items(const RecipeInput& input, ModelContents& contents) {
  contents.item_scores.push_back(scores_of("popularity", users_per_item(input.data.events(), input.rows)));
  contents.recommenders.push_back(
      {"popularity-count", "aws-popularity-count", {}, {{ScorePart::Kind::item_scores, kPopularityScores, 1}}});
}

}  // namespace pocketrec
