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

struct PopularUseCase {
  const char* name;
  const char* recipe;
  const char* event_type;
};

constexpr PopularUseCase kUseCases[] = {
    {"most-viewed", "aws-ecomm-popular-items-by-views", "View"},
    {"best-sellers", "aws-ecomm-popular-items-by-purchases", "Purchase"},
    {"vod-most-popular", "aws-vod-most-popular", "Watch"},
};

void add_use_case(const PopularUseCase& use_case, const RecipeInput& input, ModelContents& contents) {
  const auto rows = rows_of_event_type(input.data, input.all_rows, use_case.event_type);
  if (rows.empty()) return;
  std::vector<ScorePart> parts = {{ScorePart::Kind::item_scores, kPopularityScores, 1}};
  if (!std::equal(rows.begin(), rows.end(), input.rows.begin(), input.rows.end())) {
    const auto index = static_cast<std::uint32_t>(contents.item_scores.size());
    contents.item_scores.push_back(scores_of(use_case.name, users_per_item(input.data.events(), rows)));
    parts = {{ScorePart::Kind::item_scores, index, 1}, kPopularityTieBreak};
  }
  contents.recommenders.push_back({use_case.name, use_case.recipe, {}, std::move(parts)});
}

}  // namespace

void add_popular_items(const RecipeInput& input, ModelContents& contents) {
  contents.item_scores.push_back(scores_of("popularity", users_per_item(input.data.events(), input.rows)));
  contents.recommenders.push_back(
      {"popularity-count", "aws-popularity-count", {}, {{ScorePart::Kind::item_scores, kPopularityScores, 1}}});
  for (const PopularUseCase& use_case : kUseCases) add_use_case(use_case, input, contents);
}

}  // namespace pocketrec
