#include "recipes/use_cases.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "recipes/item_metadata.h"
#include "recipes/popular_items.h"
#include "recipes/related_items.h"
#include "training/directed_co_occurrence.h"
#include "training/event_groups.h"

namespace pocketrec {
namespace {

bool has_events(const RecipeInput& input, std::string_view event_type) {
  return !rows_of_event_type(input.data, input.all_rows, event_type).empty();
}

std::int64_t seconds(double hours) {
  return static_cast<std::int64_t>(std::floor(hours * 3600));
}

EventGroups groups_of(const TrainingData& data, std::span<const std::uint32_t> rows,
                      std::optional<std::int64_t> seconds) {
  std::vector<std::uint32_t> user;
  std::vector<ItemIndex> item;
  std::vector<std::int64_t> time;
  for (const std::uint32_t row : rows_by_user(data, rows)) {
    user.push_back(data.user[row]);
    item.push_back(data.item[row]);
    time.push_back(data.time[row]);
  }
  return group_events(user, item, time, seconds, static_cast<std::uint32_t>(data.items.ids.size()));
}

/// Of what happened together or one after the other.
struct CoOccurrenceUseCase {
  const char* name;
  const char* recipe;
  const char* event_type;
  std::optional<std::int64_t> group_seconds;  // nothing: all events of a user
  DirectedCoOccurrenceOptions options;
};

Result<void> add_co_occurrence(const CoOccurrenceUseCase& use_case, const RecipeInput& input, ModelContents& contents) {
  if (!wants_recipe(input.settings, use_case.recipe)) return {};
  const auto rows = rows_of_event_type(input.data, input.all_rows, use_case.event_type);
  if (rows.empty()) return {};
  DirectedCoOccurrenceOptions options = use_case.options;
  options.neighbors = input.settings.similar_neighbors;
  options.threads = input.options.threads;
  options.progress = input.options.progress;
  const auto lists = train_directed_co_occurrence(groups_of(input.data, rows, use_case.group_seconds), options);
  if (!lists) return lists.error();
  const auto part = add_ranked_lists(use_case.name, *lists, contents);
  if (!part) return part.error();
  contents.recommenders.push_back({use_case.name, use_case.recipe, {}, {*part, kPopularityTieBreak}});
  return {};
}

const Recommender& recommender(const ModelContents& contents, std::string_view name) {
  const auto found = std::find_if(contents.recommenders.begin(), contents.recommenders.end(),
                                  [&](const Recommender& one) { return one.name == name; });
  assert(found != contents.recommenders.end());
  return *found;
}

Result<void> add_more_like_x(const RecipeInput& input, ModelContents& contents) {
  if (!wants_recipe(input.settings, "aws-vod-more-like-x")) return {};
  const ItemValues values = metadata_values(input.data.items);
  if (values.n_values == 0 || !has_events(input, "Watch")) return {};
  const std::vector<std::uint8_t> all(input.data.items.ids.size(), 1);
  const auto similar = similar_by_metadata(input, values, all);
  if (!similar) return similar.error();
  auto metadata = add_ranked_lists("metadata", *similar, contents);
  if (!metadata) return metadata.error();
  ScorePart co_occurrence = recommender(contents, kSimilarItems).parts.front();
  metadata->weight = 0.5;
  co_occurrence.weight = 0.5;
  contents.recommenders.push_back(
      {"more-like-x", "aws-vod-more-like-x", {}, {*metadata, co_occurrence, kPopularityTieBreak}});
  return {};
}

}  // namespace

Result<void> add_use_cases(const RecipeInput& input, ModelContents& contents) {
  DirectedCoOccurrenceOptions together;
  DirectedCoOccurrenceOptions next;
  next.direction = PairDirection::forward;
  next.window = input.settings.sequence_window;
  next.by_distance = true;
  const CoOccurrenceUseCase use_cases[] = {
      {"frequently-bought-together", "aws-ecomm-frequently-bought-together", "Purchase",
       seconds(input.settings.basket_hours), together},
      {"customers-who-viewed-x-also-viewed", "aws-ecomm-customers-who-viewed-x-also-viewed", "View",
       seconds(input.settings.session_hours), together},
      {"because-you-watched-x", "aws-vod-because-you-watched-x", "Watch", std::nullopt, next},
  };
  for (const CoOccurrenceUseCase& use_case : use_cases) {
    if (auto ok = add_co_occurrence(use_case, input, contents); !ok) return ok.error();
  }
  if (auto ok = add_more_like_x(input, contents); !ok) return ok.error();
  if (has_events(input, "View") || has_events(input, "Purchase")) {
    contents.recommenders.push_back({"recommended-for-you", "aws-ecomm-recommended-for-you", {}, {}});
  }
  if (has_events(input, "Watch")) contents.recommenders.push_back({"top-picks", "aws-vod-top-picks", {}, {}});
  return {};
}

}  // namespace pocketrec
