#include "training/directed_co_occurrence.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <utility>
#include <vector>

#include "training/log_likelihood.h"

using namespace pocketrec;

namespace {

using Items = std::vector<ItemIndex>;

EventGroups groups_from(const std::vector<Items>& lists, std::uint32_t n_items) {
  EventGroups groups;
  groups.n_items = n_items;
  for (const Items& list : lists) {
    groups.item.insert(groups.item.end(), list.begin(), list.end());
    groups.begin.push_back(groups.item.size());
  }
  return groups;
}

EventGroups random_groups(std::uint32_t groups, std::uint32_t items, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Items> lists(groups);
  for (Items& list : lists) {
    const auto length = random() % 12;
    for (std::uint64_t i = 0; i < length; ++i) {
      const auto item = static_cast<ItemIndex>(std::min(random() % items, random() % items));
      if (list.empty() || list.back() != item) list.push_back(item);
    }
    // Something to find: each item is often followed by the next one.
    if (!list.empty() && random() % 2 == 0) list.push_back((list.back() + 1) % items);
  }
  return groups_from(lists, items);
}

struct Row {
  Items items;
  std::vector<double> values;
};

// The formula of the header over a map of all pairs.
std::vector<Row> reference(const EventGroups& groups, const DirectedCoOccurrenceOptions& options) {
  std::map<std::pair<ItemIndex, ItemIndex>, std::vector<double>> pairs;  // the weight in each group
  for (std::size_t group = 0; group < groups.size(); ++group) {
    std::map<std::pair<ItemIndex, ItemIndex>, double> nearest;
    for (std::uint64_t a = groups.begin[group]; a < groups.begin[group + 1]; ++a) {
      for (std::uint64_t b = groups.begin[group]; b < groups.begin[group + 1]; ++b) {
        if (groups.item[a] == groups.item[b] || (options.direction == PairDirection::forward && b < a)) continue;
        const std::uint64_t distance = a < b ? b - a : a - b;
        if (distance > options.window) continue;
        double& weight = nearest[{groups.item[a], groups.item[b]}];
        weight = std::max(weight, options.by_distance ? 1 / static_cast<double>(distance) : 1);
      }
    }
    for (const auto& [pair, weight] : nearest) pairs[pair].push_back(weight);
  }
  std::map<ItemIndex, std::uint64_t> from;
  std::map<ItemIndex, std::uint64_t> to;
  std::uint64_t total = 0;
  for (const auto& [pair, weights] : pairs) {
    from[pair.first] += weights.size();
    to[pair.second] += weights.size();
    total += weights.size();
  }
  std::vector<Row> rows(groups.n_items);
  for (ItemIndex source = 0; source < groups.n_items; ++source) {
    std::vector<std::pair<double, ItemIndex>> found;
    for (ItemIndex target = 0; target < groups.n_items; ++target) {
      const auto pair = pairs.find({source, target});
      if (pair == pairs.end() || pair->second.size() < options.min_groups) continue;
      const std::uint64_t both = pair->second.size();
      if (both * total <= from[source] * to[target]) continue;
      const double significance = log_likelihood_ratio(both, from[source], to[target], total);
      if (significance < options.min_significance) continue;
      double weight = 0;
      for (const double one : pair->second) weight += one;
      found.emplace_back(-std::sqrt(significance) * weight / static_cast<double>(both), target);
    }
    std::sort(found.begin(), found.end());
    if (found.size() > options.neighbors) found.resize(options.neighbors);
    for (const auto& [value, target] : found) {
      rows[source].items.push_back(target);
      rows[source].values.push_back(value / found.front().first);
    }
  }
  return rows;
}

Items items_of(const SimilarItems& lists, ItemIndex source) {
  const auto items = lists.items_of(source);
  return {items.begin(), items.end()};
}

}  // namespace

TEST_SUITE("directed co-occurrence") {
  TEST_CASE("lists are those of the formula") {
    for (const PairDirection direction : {PairDirection::both, PairDirection::forward}) {
      for (const unsigned window : {1U, 3U, 100U}) {
        for (const bool by_distance : {false, true}) {
          DirectedCoOccurrenceOptions options;
          options.neighbors = 6;
          options.direction = direction;
          options.window = window;
          options.by_distance = by_distance;
          options.min_significance = 1;
          const EventGroups groups = random_groups(300, 25, 7 + window);
          const auto lists = train_directed_co_occurrence(groups, options);
          REQUIRE(lists);
          REQUIRE(lists->n_items() == 25);
          const auto expected = reference(groups, options);
          std::size_t entries = 0;
          for (ItemIndex source = 0; source < 25; ++source) {
            const auto values = lists->similarities_of(source);
            REQUIRE(values.size() == expected[source].values.size());
            for (std::size_t i = 0; i < values.size(); ++i) {
              CHECK(static_cast<double>(values[i]) == doctest::Approx(expected[source].values[i]).epsilon(1e-6));
            }
            entries += values.size();
          }
          CHECK(entries > 25);
        }
      }
    }
  }

  TEST_CASE("any number of threads gives the same bytes") {
    const EventGroups groups = random_groups(2000, 150, 3);
    DirectedCoOccurrenceOptions options;
    options.by_distance = true;
    options.direction = PairDirection::forward;
    options.window = 5;
    options.threads = 1;
    const auto one = train_directed_co_occurrence(groups, options);
    REQUIRE(one);
    for (const unsigned threads : {2U, 4U}) {
      options.threads = threads;
      CHECK(*one == *train_directed_co_occurrence(groups, options));
    }
  }

  TEST_CASE("forward pairs lead from the first to the second, pairs in any order both ways") {
    // 0 before 1 and 2 before 3, each ten times.
    std::vector<Items> lists(10, Items{0, 1});
    lists.insert(lists.end(), 10, Items{2, 3});
    const EventGroups groups = groups_from(lists, 4);
    DirectedCoOccurrenceOptions options;
    options.direction = PairDirection::forward;
    const auto forward = train_directed_co_occurrence(groups, options);
    REQUIRE(forward);
    CHECK(items_of(*forward, 0) == Items{1});
    CHECK(items_of(*forward, 1).empty());
    CHECK(items_of(*forward, 2) == Items{3});
    options.direction = PairDirection::both;
    const auto both = train_directed_co_occurrence(groups, options);
    REQUIRE(both);
    CHECK(items_of(*both, 0) == Items{1});
    CHECK(items_of(*both, 1) == Items{0});
  }

  TEST_CASE("significance keeps what is popular with everything out of the lists") {
    // 9 is in every group; 0 goes with 1, 2 with 3.
    std::vector<Items> lists(8, Items{0, 1, 9});
    lists.insert(lists.end(), 8, Items{2, 3, 9});
    const auto found = train_directed_co_occurrence(groups_from(lists, 10), {});
    REQUIRE(found);
    CHECK(items_of(*found, 0) == Items{1});
    CHECK(items_of(*found, 3) == Items{2});
    CHECK(items_of(*found, 9).empty());
  }

  TEST_CASE("nearer events count more, and only those within the window") {
    std::vector<Items> lists(20, Items{0, 1, 2, 3});
    lists.insert(lists.end(), 20, Items{4, 5, 6, 7});
    DirectedCoOccurrenceOptions options;
    options.direction = PairDirection::forward;
    options.by_distance = true;
    options.window = 2;
    const auto found = train_directed_co_occurrence(groups_from(lists, 8), options);
    REQUIRE(found);
    CHECK(items_of(*found, 0) == Items{1, 2});
    CHECK(found->similarities_of(0)[0] == 1);
    CHECK(found->similarities_of(0)[1] < 0.7F);
  }

  TEST_CASE("a pair counts once a group, however often it repeats") {
    std::vector<Items> lists = {{0, 1, 0, 1, 0, 1, 0, 1, 0, 1}, {2, 3}, {2, 3}, {4, 5}, {4, 5}};
    const auto found = train_directed_co_occurrence(groups_from(lists, 6), {});
    REQUIRE(found);
    CHECK(items_of(*found, 0).empty());  // one group only
    CHECK(items_of(*found, 2) == Items{3});
  }

  TEST_CASE("nothing gives empty lists, and options outside their range are refused") {
    CHECK(train_directed_co_occurrence(groups_from({}, 0), {})->item.empty());
    CHECK(train_directed_co_occurrence(groups_from({{0}, {}, {1}}, 3), {})->n_items() == 3);
    DirectedCoOccurrenceOptions options;
    options.window = 0;
    CHECK(train_directed_co_occurrence({}, options).error().message ==
          "co-occurrence options: expected window at least 1, got 0");
    options = {};
    options.neighbors = 0;
    CHECK(!train_directed_co_occurrence({}, options));
    options = {};
    options.min_significance = -1;
    CHECK(!train_directed_co_occurrence({}, options));
  }
}
