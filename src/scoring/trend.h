#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pocketrec {

/// Interactions of one item in two consecutive intervals of equal length.
struct TrendCounts {
  std::uint64_t before = 0;
  std::uint64_t now = 0;
};

/// Interactions that are added to the earlier interval when growth is measured, so that a second interaction after the
/// first is no sensation.
inline constexpr double kTrendFloor = 5;

/// How much more each item is asked for than before: (now − before) / √(before + kTrendFloor), which is growth in units
/// of the deviation that a count of that size has by chance (Poisson). Scaled so that the most grown item has 1.0, in
/// units of 2^-kItemScoreFractionBits; 0 for items that did not grow.
std::vector<std::uint32_t> trend_scores(std::span<const TrendCounts> counts);

/// The length of an interval for a value of `trend_discovery_frequency`: "30 minutes", "1 hour", "2 hours", "3 hours"
/// or "1 day" (contract/recipes.md §2). Nothing for any other text.
std::optional<std::chrono::seconds> trend_interval(std::string_view frequency);

/// "30 minutes, 1 hour, …": what trend_interval() takes, for messages.
std::string trend_frequencies();

}  // namespace pocketrec
