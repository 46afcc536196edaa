#include "ranking/place_promotions.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>
#include <vector>

namespace pocketrec {
namespace {

// `count` different items out of `range`, best first.
std::vector<ScoredItem> random_list(std::mt19937& random, std::size_t count, ItemIndex range) {
  std::vector<ItemIndex> items(range);
  for (ItemIndex item = 0; item < range; ++item) items[item] = item;
  std::shuffle(items.begin(), items.end(), random);
  std::vector<ScoredItem> list;
  for (std::size_t i = 0; i < count; ++i) list.push_back({items[i], static_cast<Score>(1000 - i)});
  return list;
}

std::vector<ScoredItem> of_kind(const std::vector<PlacedItem>& placed, bool promoted) {
  std::vector<ScoredItem> items;
  for (const PlacedItem& entry : placed) {
    if (entry.promoted == promoted) items.push_back(entry.item);
  }
  return items;
}

std::vector<ScoredItem> first(std::vector<ScoredItem> list, std::size_t count) {
  if (list.size() > count) list.resize(count);
  return list;
}

}  // namespace

TEST_SUITE("promoted slots") {
  TEST_CASE("are the percentage, half rounded up, and at least one") {
    CHECK(promoted_slots(5, 60) == 3);
    CHECK(promoted_slots(15, 30) == 5);
    CHECK(promoted_slots(10, 44) == 4);
    CHECK(promoted_slots(10, 45) == 5);
    CHECK(promoted_slots(25, 1) == 1);
    CHECK(promoted_slots(500, 100) == 500);
    CHECK(promoted_slots(1, 1) == 1);
  }
}

TEST_SUITE("place promotions") {
  TEST_CASE("keeps both orders, repeats nothing and fills the list as far as it can") {
    std::mt19937 random(7);
    for (int round = 0; round < 1000; ++round) {
      CAPTURE(round);
      const auto others = random_list(random, random() % 20, 30);
      const auto promoted = random_list(random, random() % 20, 30);
      const std::size_t num_results = 1 + random() % 25;
      const auto placed = place_promotions(others, promoted, num_results, random());

      const auto shown_promoted = of_kind(placed, true);
      CHECK(shown_promoted == first(promoted, num_results));
      std::vector<ScoredItem> rest;
      for (const ScoredItem& other : others) {
        const auto same = [&](const ScoredItem& item) { return item.item == other.item; };
        if (std::none_of(shown_promoted.begin(), shown_promoted.end(), same)) rest.push_back(other);
      }
      CHECK(of_kind(placed, false) == first(rest, num_results - shown_promoted.size()));
      CHECK(placed.size() <= num_results);
    }
  }
  TEST_CASE("gives the same places for the same seed and every place for some seed") {
    const std::vector<ScoredItem> others = {{0, 9}, {1, 8}, {2, 7}};
    const std::vector<ScoredItem> promoted = {{9, 1}};
    std::set<std::size_t> places;
    for (std::uint64_t seed = 0; seed < 64; ++seed) {
      const auto placed = place_promotions(others, promoted, 4, seed);
      CHECK(placed == place_promotions(others, promoted, 4, seed));
      REQUIRE(placed.size() == 4);
      for (std::size_t place = 0; place < 4; ++place) {
        if (placed[place].promoted) places.insert(place);
      }
    }
    CHECK(places == std::set<std::size_t>{0, 1, 2, 3});
  }
}

}  // namespace pocketrec
