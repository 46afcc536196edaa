#include "scoring/trend.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "model/neighbor_lists.h"

namespace pocketrec {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::pair<std::string_view, std::chrono::seconds>, 5> kFrequencies = {
    {{"30 minutes", 30min}, {"1 hour", 1h}, {"2 hours", 2h}, {"3 hours", 3h}, {"1 day", 24h}}};

}  // namespace

std::vector<std::uint32_t> trend_scores(std::span<const TrendCounts> counts) {
  std::vector<double> growth;
  growth.reserve(counts.size());
  double most = 0;
  for (const TrendCounts& count : counts) {
    const auto before = static_cast<double>(count.before);
    growth.push_back(std::max(0.0, (static_cast<double>(count.now) - before) / std::sqrt(before + kTrendFloor)));
    most = std::max(most, growth.back());
  }
  std::vector<std::uint32_t> scores(counts.size(), 0);
  if (most == 0) return scores;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    scores[i] = static_cast<std::uint32_t>(std::lround(std::ldexp(growth[i] / most, kItemScoreFractionBits)));
  }
  return scores;
}

std::optional<std::chrono::seconds> trend_interval(std::string_view frequency) {
  for (const auto& [name, length] : kFrequencies) {
    if (name == frequency) return length;
  }
  return std::nullopt;
}

std::string trend_frequencies() {
  std::string names;
  for (const auto& [name, length] : kFrequencies) names += (names.empty() ? "" : ", ") + std::string(name);
  return names;
}

}  // namespace pocketrec
