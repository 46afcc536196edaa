#include "recipes/personalization.h"

#include <charconv>
#include <string>
#include <utility>

#include "recipes/factors.h"
#include "recipes/list_contents.h"
#include "recipes/popular_items.h"
#include "training/item_to_item.h"

namespace pocketrec {
namespace {

constexpr char kPersonalization[] = "aws-user-personalization";
constexpr char kRanking[] = "aws-personalized-ranking";

std::string number_text(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

Result<NeighborContents> item_to_item_lists(const RecipeInput& input) {
  const auto matrix = interaction_matrix_of(input.data, input.rows);
  if (!matrix) return matrix.error();
  ItemToItemOptions options;
  options.user_exponent = input.settings.user_exponent;
  options.item_exponent = input.settings.item_exponent;
  options.regularization = input.settings.regularization;
  options.neighbors = input.settings.neighbors;
  options.refit_ratio = input.settings.refit_ratio;
  options.memory_budget_bytes = static_cast<std::uint64_t>(input.settings.memory_gib * (1 << 30));
  options.threads = input.options.threads;
  options.progress = input.options.progress;
  const auto weights = train_item_to_item(*matrix, options);
  if (!weights) return weights.error();
  return weighted_lists("item-to-item", *weights);
}

}  // namespace

Result<void> add_personalization(const RecipeInput& input, ModelContents& contents) {
  auto lists = item_to_item_lists(input);
  if (!lists) return lists.error();
  const ScorePart part{ScorePart::Kind::neighbor_lists, static_cast<std::uint32_t>(contents.neighbor_lists.size()), 1};
  contents.neighbor_lists.push_back(*std::move(lists));
  std::vector<ScorePart> parts = {part, kPopularityTieBreak};
  if (input.settings.factors > 0) {
    const auto index = add_factors(input, contents);
    if (!index) return index.error();
    parts.push_back({ScorePart::Kind::factors, *index, input.settings.factor_weight});
  }
  contents.recommenders.push_back({"user-personalization", kPersonalization, {}, parts});
  contents.recommenders.push_back({"personalized-ranking", kRanking, {}, parts});
  apply_answer_settings(input.settings, contents);
  return {};
}

void apply_answer_settings(const ModelSettings& settings, ModelContents& contents) {
  for (Recommender& recommender : contents.recommenders) {
    if (recommender.recipe != kPersonalization && recommender.recipe != kRanking) continue;
    recommender.parameters["max_history"] = std::to_string(settings.max_history);
    recommender.parameters["softmax_scale"] = number_text(settings.softmax_scale.value_or(1));
    if (recommender.recipe == kRanking) continue;
    recommender.parameters["demote_seen"] = settings.demote_seen.value_or(false) ? "true" : "false";
  }
}

}  // namespace pocketrec
