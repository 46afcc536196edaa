#include "scoring/explain_score.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <random>
#include <vector>

#include "scoring/base_scores.h"
#include "scoring/random_contents.h"
#include "small_model.h"

namespace pocketrec {
namespace {

Score sum_of(const std::vector<ScoreShare>& shares) {
  return std::accumulate(shares.begin(), shares.end(), Score{0},
                         [](Score sum, const ScoreShare& share) { return sum + share.value; });
}

}  // namespace

TEST_SUITE("explain score") {
  TEST_CASE("the shares of any score add up to it, to the last bit") {
    std::mt19937 random(23);
    std::size_t explained = 0;
    for (int round = 0; round < 60; ++round) {
      const std::uint32_t items = 3 + static_cast<std::uint32_t>(random() % 30);
      const auto model = open_packed(random_contents(random, items));
      std::vector<ScorePart> parts = {{ScorePart::Kind::neighbor_lists, 0, 0.7, 0, 0},
                                      {ScorePart::Kind::neighbor_lists, 1, -0.3, 2.5, 6},
                                      {ScorePart::Kind::item_scores, 0, 0.01},
                                      {ScorePart::Kind::item_scores, 0, 0.4},
                                      {ScorePart::Kind::factors, 0, 0.5}};
      parts[3].fade = 3;
      std::vector<WeightedItem> events;
      for (std::size_t i = random() % 9; i > 0; --i) {
        events.push_back({static_cast<ItemIndex>(random() % items),
                          static_cast<std::int32_t>(random() % (2 * kFullHistoryWeight)) - kFullHistoryWeight});
      }
      const History history = make_history(events, items);
      ScoringScratch scratch;
      const BaseScores base = base_scores(*model, parts, items);
      Scores scores;
      scores.start(base);
      score_items(*model, parts, history, std::nullopt, scratch, scores);
      for (ItemIndex item = 0; item < items; ++item) {
        const auto shares = explain_score(*model, parts, history, item, scratch);
        REQUIRE(sum_of(shares) == scores[item]);
        explained += shares.size();
        for (const ScoreShare& share : shares) CHECK(share.value != 0);
      }
    }
    CHECK(explained > 3000);
  }

  TEST_CASE("an event's share is its product") {
    const auto model = small_model();
    const std::vector<ScorePart> parts = {{ScorePart::Kind::neighbor_lists, 0, 1},
                                          {ScorePart::Kind::item_scores, 0, 0.01}};
    ScoringScratch scratch;
    // dune (3) leads to casablanca (2) by 100 / 127, and so does inception… heat (7) to it by nothing.
    const std::vector<WeightedItem> events = {{7, kFullHistoryWeight}, {3, kFullHistoryWeight}};
    const auto shares = explain_score(*model, parts, make_history(events, 12), 2, scratch);
    REQUIRE(shares.size() == 2);
    CHECK(shares[0].part == 0);
    CHECK(shares[0].source == 3);
    CHECK(static_cast<double>(shares[0].value) / (Score{1} << kScoreFractionBits) ==
          doctest::Approx(100.0 / 127).epsilon(1e-4));
    CHECK(shares[1].part == 1);
    CHECK(shares[1].source == kNoItem);
  }

  TEST_CASE("factors are split as the fold-in would have it without rounding") {
    std::mt19937 random(29);
    const auto model = open_packed(random_contents(random, 20));
    const Factors& factors = model->factors()[0];
    const std::vector<WeightedItem> events = {{4, kFullHistoryWeight}, {9, kFullHistoryWeight / 2}, {1, -1000}};
    FoldInScratch scratch;
    const auto solved = solve_user_vector(factors, events, scratch);
    const std::vector<double> user(solved.begin(), solved.end());
    for (ItemIndex item = 0; item < 20; ++item) {
      double expected = 0;
      for (std::size_t k = 0; k < factors.dimensions; ++k) {
        expected += user[k] * factors.row(item)[k] *
                    std::ldexp(static_cast<double>(factors.scales[item]), -kFactorScaleFractionBits);
      }
      const auto products = explain_user_vector(factors, events, item, scratch);
      REQUIRE(products.size() == 3);
      CHECK(std::accumulate(products.begin(), products.end(), 0.0) == doctest::Approx(expected).epsilon(1e-9));
    }
  }
}

}  // namespace pocketrec
