#include "ranking/place_promotions.h"

#include <algorithm>

namespace pocketrec {
namespace {

/// SplitMix64 (Steele, Lea & Flood 2014).
std::uint64_t next_random(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9E3779B97F4A7C15);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

}  // namespace

std::size_t promoted_slots(std::size_t num_results, unsigned percent) {
  return std::max<std::size_t>(1, (num_results * percent + 50) / 100);
}

std::vector<PlacedItem> place_promotions(const std::vector<ScoredItem>& others, const std::vector<ScoredItem>& promoted,
                                         std::size_t num_results, std::uint64_t seed) {
  std::vector<ScoredItem> rest;
  const std::size_t promoted_count = std::min(promoted.size(), num_results);
  const auto is_promoted = [&](ItemIndex item) {
    return std::any_of(promoted.begin(), promoted.begin() + static_cast<std::ptrdiff_t>(promoted_count),
                       [&](const ScoredItem& other) { return other.item == item; });
  };
  for (const ScoredItem& other : others) {
    if (rest.size() + promoted_count == num_results) break;
    if (!is_promoted(other.item)) rest.push_back(other);
  }
  // Selection sampling (Knuth, TAOCP 2, 3.4.2 S): every choice of positions is equally likely.
  std::vector<PlacedItem> placed;
  const std::size_t total = rest.size() + promoted_count;
  std::size_t next_promoted = 0;
  std::size_t next_other = 0;
  while (placed.size() < total) {
    const std::size_t slots = total - placed.size();
    if (next_random(seed) % slots < promoted_count - next_promoted) {
      placed.push_back({promoted[next_promoted++], true});
    } else {
      placed.push_back({rest[next_other++], false});
    }
  }
  return placed;
}

}  // namespace pocketrec
