#include "scoring/history.h"

#include <doctest/doctest.h>

#include <vector>

namespace pocketrec {
namespace {

constexpr std::int32_t kOne = kFullHistoryWeight;

std::vector<WeightedItem> weighed(const History& history, double time_scale, std::uint32_t window) {
  ScorePart part;
  part.time_scale = time_scale;
  part.window = window;
  std::vector<WeightedItem> out = {{7, 7}};  // what it held before must not show
  weigh_history(history, part, out);
  return out;
}

}  // namespace

TEST_SUITE("history") {
  TEST_CASE("an item stands where its newest event is, with the weightiest of its events") {
    const std::vector<WeightedItem> events = {{3, 100}, {1, kOne}, {3, -kOne}, {1, -kOne}, {2, 5}};
    const History history = make_history(events, 4);
    CHECK(history.events == events);
    CHECK(history.items == std::vector<WeightedItem>{{3, -kOne}, {1, kOne}, {2, 5}});
  }
  TEST_CASE("only the newest events count") {
    std::vector<WeightedItem> events(kMaxHistory + 5, {0, 1});
    events.front().item = 1;
    events.back().item = 2;
    const History history = make_history(events, 3);
    CHECK(history.events.size() == kMaxHistory);
    CHECK(history.items == std::vector<WeightedItem>{{1, 1}, {0, 1}});
  }
  TEST_CASE("without a time scale, items count once") {
    const History history = make_history(std::vector<WeightedItem>{{3, kOne}, {1, kOne}, {3, kOne}, {2, kOne}}, 4);
    CHECK(weighed(history, 0, 0) == std::vector<WeightedItem>{{3, kOne}, {1, kOne}, {2, kOne}});
    CHECK(weighed(history, 0, 2) == std::vector<WeightedItem>{{3, kOne}, {1, kOne}});
  }
  TEST_CASE("with a time scale, every event counts by its age") {
    const History history = make_history(std::vector<WeightedItem>{{3, kOne}, {1, kOne}, {3, -kOne}, {2, kOne}}, 4);
    // 4096 e^(-1/2), e^-1, e^(-3/2)
    CHECK(weighed(history, 2, 0) == std::vector<WeightedItem>{{3, 4096}, {1, 2484}, {3, -1507}, {2, 914}});
    CHECK(weighed(history, 2, 3) == std::vector<WeightedItem>{{3, 4096}, {1, 2484}, {3, -1507}});
    // 4096 e^-10 rounds to 0.
    CHECK(weighed(history, 0.1, 0) == std::vector<WeightedItem>{{3, 4096}});
  }
  TEST_CASE("no events, no weights") {
    CHECK(weighed(make_history({}, 4), 2, 0).empty());
    CHECK(weighed(make_history({}, 0), 0, 0).empty());
  }
}

}  // namespace pocketrec
