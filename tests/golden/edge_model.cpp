#include "golden/edge_model.h"

#include <cstdint>
#include <limits>
#include <random>
#include <string>

namespace pocketrec {
namespace {

constexpr std::uint32_t kItems = 70;  // the last word of an item mask is not full
constexpr std::uint32_t kLargestScale = 1U << 28;

/// Rows 0, 7, 14, … are empty; the others lead to two thirds of the items with any weight.
NeighborContents random_lists(std::mt19937& random) {
  NeighborContents lists{"random", {0}, {}, {}, {}};
  for (std::uint32_t row = 0; row < kItems; ++row) {
    for (std::uint32_t target = 0; target < kItems; ++target) {
      if (row % 7 == 0 || random() % 3 == 0) continue;
      lists.items.push_back(target);
      lists.weights.push_back(static_cast<std::int8_t>(static_cast<int>(random() % 255) - 127));
    }
    lists.offsets.push_back(static_cast<std::uint32_t>(lists.items.size()));
    lists.scales.push_back(static_cast<std::uint32_t>(random()) >> (4 + random() % 20));
  }
  return lists;
}

/// Every row leads to every item, with 127 to even ones and −127 to odd ones.
NeighborContents largest_lists() {
  NeighborContents lists{"largest", {0}, {}, {}, {}};
  for (std::uint32_t row = 0; row < kItems; ++row) {
    for (std::uint32_t target = 0; target < kItems; ++target) {
      lists.items.push_back(target);
      lists.weights.push_back(target % 2 == 0 ? std::int8_t{127} : std::int8_t{-127});
    }
    lists.offsets.push_back(static_cast<std::uint32_t>(lists.items.size()));
    lists.scales.push_back(row < 2 ? 0 : row < 4 ? 1 : kLargestScale - row / 4);
  }
  lists.scales.back() = kLargestScale;
  return lists;
}

/// Two values: one without scores, and one with the largest of either sign.
AttributeContents largest_attributes() {
  AttributeContents scores{"attributes", AttributeScores::Source::context,  0, {0, 0}, {},
                           {},           {kLargestScale, kLargestScale - 3}};
  for (std::uint32_t item = 0; item < kItems; item += 3) {
    scores.items.push_back(item);
    scores.weights.push_back(item % 2 == 0 ? std::int8_t{127} : std::int8_t{-127});
  }
  scores.offsets.push_back(static_cast<std::uint32_t>(scores.items.size()));
  return scores;
}

}  // namespace

ModelContents edge_model() {
  std::mt19937 random(20);
  ModelContents contents;
  for (std::uint32_t i = 0; i < kItems; ++i) contents.items.ids.push_back("edge-" + std::to_string(100 + i));
  contents.neighbor_lists = {random_lists(random), largest_lists()};
  ItemScoreContents scores{"scores", {0, std::numeric_limits<std::uint32_t>::max(), 1}};
  while (scores.values.size() < kItems) scores.values.push_back(static_cast<std::uint32_t>(random()));
  contents.item_scores = {std::move(scores)};

  contents.context_columns = {{"COLUMN", {"a", "b"}}};
  contents.attribute_scores = {largest_attributes()};

  const auto lists = [](std::uint32_t index, double weight, double time_scale = 0, std::uint32_t window = 0) {
    return ScorePart{ScorePart::Kind::neighbor_lists, index, weight, time_scale, window};
  };
  const auto item_scores = [](double weight) { return ScorePart{ScorePart::Kind::item_scores, 0, weight}; };
  const double half_a_unit = 1.0 / 131072;
  const ScorePart attributes{ScorePart::Kind::attribute_scores, 0, -0.3, 0, 0, 7};
  contents.recommenders = {
      {"attributes", "aws-user-personalization", {}, {lists(0, 0.5), attributes, item_scores(0.01)}},
      {"decayed",
       "aws-user-personalization",
       {{"softmax_scale", "3"}},
       {lists(0, 0.7, 2.5, 4), lists(0, -0.31, 0.9), lists(0, 0.123, 33.3, 150), lists(0, 1, 1e6, 4000),
        item_scores(-0.01)}},
      {"largest", "aws-user-personalization", {}, std::vector<ScorePart>(12, lists(1, 1, 1e6))},
      {"plain", "aws-user-personalization", {{"softmax_scale", "0.001"}}, {lists(0, 1), lists(0, -0.5, 0, 3)}},
      {"popular", "aws-popularity-count", {}, {item_scores(1)}},
      {"smallest",
       "aws-user-personalization",
       {{"softmax_scale", "1000000"}},
       {lists(0, half_a_unit), lists(1, -half_a_unit, 0.001, 1), lists(0, half_a_unit / 2, 7), item_scores(-1e-9)}}};
  contents.provenance.tool_version = "golden";
  contents.provenance.data_fingerprint = "edge";
  return contents;
}

}  // namespace pocketrec
