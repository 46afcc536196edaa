#include "recipes/trending_items.h"

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <vector>

#include "recipes/popular_items.h"
#include "scoring/trend.h"

namespace pocketrec {
namespace {

std::vector<TrendCounts> count(const RecipeInput& input, std::uint64_t interval) {
  std::vector<TrendCounts> counts(input.data.items.ids.size());
  if (input.rows.empty()) return counts;
  const auto& time = input.data.time;
  const std::uint32_t last = *std::max_element(input.rows.begin(), input.rows.end(),
                                               [&](std::uint32_t a, std::uint32_t b) { return time[a] < time[b]; });
  for (const std::uint32_t row : input.rows) {
    // Unsigned, so that times at the ends of the range don't overflow; the difference itself is never negative.
    const std::uint64_t age = static_cast<std::uint64_t>(time[last]) - static_cast<std::uint64_t>(time[row]);
    if (age < interval) {
      ++counts[input.data.item[row]].now;
    } else if (age - interval < interval) {
      ++counts[input.data.item[row]].before;
    }
  }
  return counts;
}

}  // namespace

void add_trending_items(const RecipeInput& input, ModelContents& contents) {
  const std::string& frequency = input.settings.trend_discovery_frequency;
  const auto interval = trend_interval(frequency);
  assert(interval);  // set() takes no other
  const ScorePart growth{ScorePart::Kind::item_scores, static_cast<std::uint32_t>(contents.item_scores.size()), 1};
  contents.item_scores.push_back(
      {"trending", trend_scores(count(input, static_cast<std::uint64_t>(interval->count())))});
  contents.recommenders.push_back(
      {"trending-now", "aws-trending-now", {{"trend_discovery_frequency", frequency}}, {growth, kPopularityTieBreak}});
}

}  // namespace pocketrec
