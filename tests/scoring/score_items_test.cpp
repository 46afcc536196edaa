#include "scoring/score_items.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>
#include <vector>

#include "scoring/base_scores.h"
#include "scoring/random_contents.h"
#include "small_model.h"

namespace pocketrec {
namespace {

// How much an event counts, by the words of history.h and the C library's exponential.
std::vector<WeightedItem> weighed(const ScorePart& part, const std::vector<WeightedItem>& events) {
  std::vector<WeightedItem> result;
  for (std::size_t age = 0; age < events.size(); ++age) {
    const WeightedItem& event = events[age];
    if (part.time_scale > 0) {
      if (part.window != 0 && age >= part.window) continue;
      const double decay = std::exp(-static_cast<double>(age) / part.time_scale);
      result.push_back({event.item, static_cast<std::int32_t>(std::lround(event.weight * decay))});
      continue;
    }
    const auto same = std::find_if(result.begin(), result.end(), [&](auto& e) { return e.item == event.item; });
    if (same == result.end()) {
      result.push_back(event);
    } else if (std::abs(event.weight) > std::abs(same->weight)) {
      same->weight = event.weight;
    }
  }
  if (part.time_scale <= 0 && part.window != 0 && result.size() > part.window) result.resize(part.window);
  return result;
}

// The formula of score_items.h, term by term, in the numbers that schemas/model.fbs describes.
Score reference_score(const ModelContents& contents, const std::vector<ScorePart>& parts,
                      const std::vector<WeightedItem>& events, std::uint32_t target) {
  Score sum = 0;
  for (const ScorePart& part : parts) {
    if (part.kind == ScorePart::Kind::item_scores) {
      sum += std::llround(part.weight * 65536) * Score{contents.item_scores[part.index].values[target]};
      continue;
    }
    if (part.kind == ScorePart::Kind::factors) {
      const Factors factors = view_of(contents.factors[part.index]);
      FoldInScratch scratch;
      const UserVector user = infer_user_vector(factors, weighed(part, events), scratch);
      if (user.values.empty()) continue;
      Score product = 0;
      for (std::size_t k = 0; k < factors.dimensions; ++k) product += user.values[k] * factors.row(target)[k];
      const Score unit = Score{1} << (user.fraction_bits + 28 - 24);
      const Score exact = product * factors.scales[target];
      const Score cut = exact >= 0 ? exact / unit : -((-exact + unit - 1) / unit);
      sum += cut * std::llround(part.weight * 65536);
      continue;
    }
    const NeighborContents& lists = contents.neighbor_lists[part.index];
    Score list_sum = 0;
    for (const WeightedItem& source : weighed(part, events)) {
      for (std::uint32_t i = lists.offsets[source.item]; i < lists.offsets[source.item + 1]; ++i) {
        if (lists.items[i] != target) continue;
        list_sum += Score{source.weight} * Score{lists.weights[i]} * Score{lists.scales[target]};
      }
    }
    const Score cut = list_sum >= 0 ? list_sum / 65536 : -((-list_sum + 65535) / 65536);
    sum += cut * std::llround(part.weight * 65536);
  }
  return sum;
}

// The same in real numbers, without any rounding of weights.
double real_score(const ModelContents& contents, const std::vector<ScorePart>& parts,
                  const std::vector<WeightedItem>& events, std::uint32_t target) {
  double sum = 0;
  for (const ScorePart& part : parts) {
    if (part.kind == ScorePart::Kind::item_scores) {
      sum += part.weight * std::ldexp(contents.item_scores[part.index].values[target], -24);
      continue;
    }
    if (part.kind == ScorePart::Kind::factors) {
      const Factors factors = view_of(contents.factors[part.index]);
      FoldInScratch scratch;
      const auto user = solve_user_vector(factors, weighed(part, events), scratch);
      for (std::size_t k = 0; k < user.size(); ++k) sum += part.weight * user[k] * real_entry(factors, target, k);
      continue;
    }
    const NeighborContents& lists = contents.neighbor_lists[part.index];
    for (const WeightedItem& source : weighed(part, events)) {
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
    ScoringScratch scratch;  // these for all rounds: what they held before must not show
    Scores sparse;
    for (int round = 0; round < 60; ++round) {
      CAPTURE(round);
      const auto items = static_cast<std::uint32_t>(1 + random() % 40);
      const ModelContents contents = random_contents(random, items);
      const auto model = open_packed(contents);
      const auto weight = [&] { return (static_cast<double>(random() % 2001) - 1000) / 1000; };
      std::vector<ScorePart> parts;
      for (std::size_t i = random() % 4; i > 0; --i) {
        const ScorePart::Kind kind = std::array{ScorePart::Kind::neighbor_lists, ScorePart::Kind::factors,
                                                ScorePart::Kind::item_scores}[random() % 3];
        const bool neighbors = kind == ScorePart::Kind::neighbor_lists;
        parts.push_back({kind, neighbors ? static_cast<std::uint32_t>(random() % 2) : 0, weight()});
        if (kind == ScorePart::Kind::item_scores) continue;
        if (random() % 2 == 0) parts.back().time_scale = static_cast<float>(1 + random() % 50) / 4;
        if (random() % 2 == 0) parts.back().window = static_cast<std::uint32_t>(1 + random() % 10);
      }
      std::vector<WeightedItem> events;
      for (std::size_t i = random() % 20; i > 0; --i) {
        events.push_back({static_cast<ItemIndex>(random() % items), static_cast<std::int32_t>(random() % 8193) - 4096});
      }
      const History history = make_history(events, items);
      std::vector<Score> scores(items, 42);
      score_items(*model, parts, history, scratch, scores);
      const BaseScores base = base_scores(*model, parts, model->items().size());
      sparse.start(base);
      score_items(*model, parts, history, std::nullopt, scratch, sparse);
      CHECK(std::equal(sparse.begin(), sparse.end(), scores.begin(), scores.end()));
      const std::vector<ItemIndex> only = {static_cast<ItemIndex>(random() % items)};
      sparse.start(base);
      score_items(*model, parts, history, only, scratch, sparse);
      CHECK(sparse[only[0]] == scores[only[0]]);
      for (std::uint32_t target = 0; target < items; ++target) {
        CHECK(scores[target] == reference_score(contents, parts, events, target));
        const double real = std::ldexp(static_cast<double>(scores[target]), -kScoreFractionBits);
        // A part's weight is off by up to 2^-17, times 2^8 for values, or 20 events times 2^8 and the largest |B| of
        // 127 · 2^24 · 2^-28; a list's sum is cut to 2^-24.
        const double tolerance = 3 * (std::ldexp(1, -17) * 20 * 256 + std::ldexp(1, -24));
        CHECK(std::abs(real - real_score(contents, parts, events, target)) <= tolerance);
      }
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
    std::vector<WeightedItem> events;
    for (ItemIndex item = 0; item < kMaxHistory; ++item) events.push_back({item, kFullHistoryWeight});
    const std::vector<ScorePart> parts = {{ScorePart::Kind::neighbor_lists, 0, 1}};
    ScoringScratch scratch;
    std::vector<Score> scores(kMaxHistory);
    score_items(*model, parts, make_history(events, kMaxHistory), scratch, scores);
    CHECK(scores[0] == -Score{127} * 4096 * Score{kMaxHistory} * (Score{1} << 28));
    CHECK(scores[1] == 0);
  }
}

}  // namespace pocketrec
