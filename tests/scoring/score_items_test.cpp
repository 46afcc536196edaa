#include "scoring/score_items.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "small_model.h"

namespace pocketrec {
namespace {

ModelContents random_contents(std::mt19937& random, std::uint32_t items) {
  ModelContents contents;
  for (std::uint32_t i = 0; i < items; ++i) contents.items.ids.push_back(std::to_string(1000 + i));
  for (int list = 0; list < 2; ++list) {
    NeighborContents lists{"lists-" + std::to_string(list), {0}, {}, {}, {}};
    for (std::uint32_t row = 0; row < items; ++row) {
      for (std::uint32_t target = 0; target < items; ++target) {
        if (random() % 3 != 0) continue;
        lists.items.push_back(target);
        lists.weights.push_back(static_cast<std::int8_t>(static_cast<int>(random() % 255) - 127));
      }
      lists.offsets.push_back(static_cast<std::uint32_t>(lists.items.size()));
      lists.scales.push_back(static_cast<std::uint32_t>(random()) >> (4 + random() % 12));
    }
    contents.neighbor_lists.push_back(std::move(lists));
  }
  ItemScoreContents scores{"scores", {}};
  for (std::uint32_t i = 0; i < items; ++i) scores.values.push_back(static_cast<std::uint32_t>(random()));
  contents.item_scores.push_back(std::move(scores));
  contents.provenance.tool_version = "test";
  contents.provenance.data_fingerprint = "random";
  return contents;
}

// The formula of score_items.h, term by term, in the numbers that schemas/model.fbs describes. A product of two
// weights is rounded to 12 fractional bits first, an item score's weight to 16.
Score reference_score(const ModelContents& contents, const std::vector<ScorePart>& parts,
                      const std::vector<WeightedItem>& sources, std::uint32_t target) {
  Score sum = 0;
  for (const ScorePart& part : parts) {
    if (part.kind == ScorePart::Kind::item_scores) {
      sum += std::llround(part.weight * 65536) * Score{contents.item_scores[part.index].values[target]};
      continue;
    }
    const NeighborContents& lists = contents.neighbor_lists[part.index];
    for (const WeightedItem& source : sources) {
      for (std::uint32_t i = lists.offsets[source.item]; i < lists.offsets[source.item + 1]; ++i) {
        if (lists.items[i] != target) continue;
        sum += std::llround(part.weight * source.weight) * Score{lists.weights[i]} * Score{lists.scales[target]};
      }
    }
  }
  return sum;
}

// The same in real numbers, without any rounding of weights.
double real_score(const ModelContents& contents, const std::vector<ScorePart>& parts,
                  const std::vector<WeightedItem>& sources, std::uint32_t target) {
  double sum = 0;
  for (const ScorePart& part : parts) {
    if (part.kind == ScorePart::Kind::item_scores) {
      sum += part.weight * std::ldexp(contents.item_scores[part.index].values[target], -24);
      continue;
    }
    const NeighborContents& lists = contents.neighbor_lists[part.index];
    for (const WeightedItem& source : sources) {
      for (std::uint32_t i = lists.offsets[source.item]; i < lists.offsets[source.item + 1]; ++i) {
        if (lists.items[i] != target) continue;
        sum += part.weight * std::ldexp(source.weight, -12) * lists.weights[i] * std::ldexp(lists.scales[target], -28);
      }
    }
  }
  return sum;
}

}  // namespace

TEST_SUITE("score items") {
  TEST_CASE("adds up every part as the formula says, on random models") {
    std::mt19937 random(11);
    ScoringScratch scratch;  // one for all rounds: what it held before must not show
    for (int round = 0; round < 60; ++round) {
      CAPTURE(round);
      const auto items = static_cast<std::uint32_t>(1 + random() % 40);
      const ModelContents contents = random_contents(random, items);
      const auto model = open_packed(contents);
      const auto weight = [&] { return (static_cast<double>(random() % 2001) - 1000) / 1000; };
      std::vector<ScorePart> parts;
      for (std::size_t i = random() % 4; i > 0; --i) {
        const bool neighbors = random() % 2 == 0;
        parts.push_back({neighbors ? ScorePart::Kind::neighbor_lists : ScorePart::Kind::item_scores,
                         neighbors ? static_cast<std::uint32_t>(random() % 2) : 0, weight()});
      }
      std::vector<WeightedItem> sources;
      for (ItemIndex item = 0; item < items; ++item) {
        if (random() % 4 == 0) sources.push_back({item, static_cast<std::int32_t>(random() % 8193) - 4096});
      }
      std::vector<Score> scores(items, 42);
      score_items(*model, parts, sources, scratch, scores);
      for (std::uint32_t target = 0; target < items; ++target) {
        CHECK(scores[target] == reference_score(contents, parts, sources, target));
        const double real = std::ldexp(static_cast<double>(scores[target]), -kScoreFractionBits);
        // Half a unit of weight for every source, times the largest |B| of 127 · 2^28 · 2^-28, and of 2^8 for values.
        const double tolerance = std::ldexp(0.5, -12) * 3 * (128.0 * static_cast<double>(sources.size()) + 256);
        CHECK(std::abs(real - real_score(contents, parts, sources, target)) <= tolerance);
      }

      std::shuffle(sources.begin(), sources.end(), random);
      std::vector<Score> shuffled(items);
      score_items(*model, parts, sources, scratch, shuffled);
      CHECK(shuffled == scores);
    }
  }
  TEST_CASE("stays exact with the longest history of the largest weights") {
    ModelContents contents;
    for (std::size_t i = 0; i < kMaxHistory; ++i) contents.items.ids.push_back(std::to_string(10'000 + i));
    NeighborContents lists{"full", {}, {}, {}, {}};
    for (std::uint32_t row = 0; row <= kMaxHistory; ++row) lists.offsets.push_back(row);
    lists.items.assign(kMaxHistory, 0);  // every item leads to the first
    lists.weights.assign(kMaxHistory, -127);
    lists.scales.assign(kMaxHistory, 1U << 28);
    contents.neighbor_lists = {std::move(lists)};
    contents.provenance.tool_version = "test";
    contents.provenance.data_fingerprint = "full";
    const auto model = open_packed(contents);
    std::vector<WeightedItem> sources;
    for (ItemIndex item = 0; item < kMaxHistory; ++item) sources.push_back({item, 1 << kHistoryWeightFractionBits});
    const std::vector<ScorePart> parts = {{ScorePart::Kind::neighbor_lists, 0, 1}};
    ScoringScratch scratch;
    std::vector<Score> scores(kMaxHistory);
    score_items(*model, parts, sources, scratch, scores);
    CHECK(scores[0] == -Score{127} * 4096 * Score{kMaxHistory} * (Score{1} << 28));
    CHECK(scores[1] == 0);
  }
}

}  // namespace pocketrec
