#include "scoring/attribute_scores.h"

#include <doctest/doctest.h>

#include <random>
#include <vector>

#include "scoring/part_weight.h"
#include "scoring/score_items.h"
#include "small_model.h"

using namespace pocketrec;

namespace {

constexpr Score kOne = Score{1} << kScoreFractionBits;

/// The small model with scores by two context columns of three values each.
ModelContents random_contents(std::mt19937& random) {
  ModelContents contents = small_contents();
  contents.context_columns = {{"A", {"1", "2", "3"}}, {"B", {"1", "2", "3"}}};
  for (std::uint32_t column = 0; column < 2; ++column) {
    AttributeContents scores{"context", AttributeScores::Source::context, column, {0}, {}, {}, {}};
    for (int row = 0; row < 3; ++row) {
      for (std::uint32_t item = 0; item < 12; ++item) {
        if (random() % 2 == 0) continue;
        scores.items.push_back(item);
        scores.weights.push_back(static_cast<std::int8_t>(static_cast<int>(random() % 255) - 127));
      }
      scores.offsets.push_back(static_cast<std::uint32_t>(scores.items.size()));
      scores.scales.push_back(static_cast<std::uint32_t>(random()) >> (4 + random() % 20));
    }
    contents.attribute_scores.push_back(std::move(scores));
  }
  return contents;
}

}  // namespace

TEST_SUITE("attribute scores") {
  TEST_CASE("are weight times scale times the part's weight, of the rows that the history has") {
    ModelContents contents = small_contents();
    contents.context_columns = {{"DEVICE", {"phone", "tv"}}};
    contents.attribute_scores = {{"context:DEVICE",
                                  AttributeScores::Source::context,
                                  0,
                                  {0, 1, 3},
                                  {4, 0, 4},
                                  {64, -2, 100},
                                  {1U << 22, 1U << 28}}};
    const auto model = open_packed(contents);
    const std::vector<ScorePart> parts = {{ScorePart::Kind::attribute_scores, 0, 0.5}};
    History history;
    ScoringScratch scratch;
    std::vector<Score> scores(12);
    score_items(*model, parts, history, scratch, scores);
    CHECK(scores == std::vector<Score>(12, 0));
    history.attributes = {{0, 1}};
    score_items(*model, parts, history, scratch, scores);
    CHECK(scores[0] == -kOne);      // -2 · 1 · 0.5
    CHECK(scores[4] == 50 * kOne);  // 100 · 1 · 0.5
    CHECK(scores[1] == 0);
    history.attributes = {{0, 0}};
    score_items(*model, parts, history, scratch, scores);
    CHECK(scores[4] == kOne / 2);  // 64 / 64 · 0.5
    CHECK(scores[0] == 0);
  }

  TEST_CASE("are the slow sum on random models") {
    std::mt19937 random(5);
    for (int round = 0; round < 50; ++round) {
      CAPTURE(round);
      const ModelContents contents = random_contents(random);
      const auto model = open_packed(contents);
      const std::vector<ScorePart> parts = {{ScorePart::Kind::attribute_scores, 1, -0.37},
                                            {ScorePart::Kind::attribute_scores, 0, 0.9}};
      History history;
      history.attributes = {{static_cast<std::uint32_t>(random() % 2), static_cast<std::uint32_t>(random() % 3)},
                            {static_cast<std::uint32_t>(random() % 2), static_cast<std::uint32_t>(random() % 3)}};
      ScoringScratch scratch;
      std::vector<Score> scores(12);
      score_items(*model, parts, history, scratch, scores);
      for (std::uint32_t item = 0; item < 12; ++item) {
        Score expected = 0;
        for (const AttributeValue& value : history.attributes) {
          const AttributeContents& own = contents.attribute_scores[value.scores];
          for (std::uint32_t i = own.offsets[value.row]; i < own.offsets[value.row + 1]; ++i) {
            if (own.items[i] != item) continue;
            const std::int64_t product = std::int64_t{own.weights[i]} * own.scales[value.row];
            const std::int64_t cut = product >= 0 ? product / 16 : -((-product + 15) / 16);
            expected += cut * std::llround((value.scores == 1 ? -0.37 : 0.9) * 65536);
          }
        }
        CHECK(scores[item] == expected);
      }
    }
  }
}

TEST_SUITE("weight of a part") {
  TEST_CASE("fades with the distinct items of the history, where it does") {
    const auto weight = [](double fade, std::vector<WeightedItem> events) {
      ScorePart part;
      part.weight = 0.5;
      part.fade = fade;
      return part_weight(part, make_history(events, 12));
    };
    CHECK(weight(0, {{1}, {2}}) == 32768);
    CHECK(weight(5, {}) == 32768);
    CHECK(weight(2, {{1}, {2}, {1}}) == 16384);  // 0.5 / (1 + 2 / 2)
    CHECK(weight(1, {{1}, {2}, {3}}) == 8192);   // 0.5 / (1 + 3)
  }
}
