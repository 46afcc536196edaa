#include "scoring/trend.h"

#include <doctest/doctest.h>

#include <vector>

namespace pocketrec {

TEST_SUITE("trend") {
  TEST_CASE("is growth in deviations, the most grown item 1.0, and 0 without growth") {
    // 2 / √5, 4 / √9 and −1 / √9: the third falls.
    const std::vector<TrendCounts> counts = {{0, 2}, {4, 8}, {4, 3}, {7, 7}, {0, 0}};
    const auto scores = trend_scores(counts);
    REQUIRE(scores.size() == 5);
    CHECK(scores[1] == 1U << 24);
    CHECK(scores[0] == 11254499);  // 2^24 · (2 / √5) ÷ (4 / 3)
    CHECK(scores[2] == 0);
    CHECK(scores[3] == 0);
    CHECK(scores[4] == 0);
  }
  TEST_CASE("prefers much growth of a busy item to one interaction of a quiet one") {
    const auto scores = trend_scores(std::vector<TrendCounts>{{0, 1}, {100, 140}});
    CHECK(scores[1] > scores[0]);
  }
  TEST_CASE("of nothing is nothing") {
    CHECK(trend_scores({}).empty());
    CHECK(trend_scores(std::vector<TrendCounts>{{3, 1}, {0, 0}}) == std::vector<std::uint32_t>{0, 0});
  }
  TEST_CASE("has intervals of the contract's five lengths") {
    CHECK(trend_interval("30 minutes") == std::chrono::minutes(30));
    CHECK(trend_interval("1 day") == std::chrono::hours(24));
    CHECK(!trend_interval("2 days"));
    CHECK(!trend_interval(""));
    CHECK(trend_frequencies() == "30 minutes, 1 hour, 2 hours, 3 hours, 1 day");
  }
}

}  // namespace pocketrec
