#include "scoring/score_items.h"

#include <algorithm>
#include <cassert>

#include "scoring/attribute_scores.h"
#include "scoring/base_scores.h"
#include "scoring/factor_scores.h"
#include "scoring/part_weight.h"

namespace pocketrec {
namespace {

static_assert(kHistoryWeightFractionBits + kScaleFractionBits == kScoreFractionBits);
static_assert(kItemScoreFractionBits + kPartWeightFractionBits == kScoreFractionBits);
// With scales of at most 2^28 the sum of 12 parts stays below 2^63.
static_assert(std::int64_t{kMaxHistory} * kFullHistoryWeight * 127 <= INT32_MAX);

/// Touches what the rows of the history lead to. Where that is as long as the catalogue, all of it is touched, which is
/// faster than to ask at each entry.
void touch_neighbors(const NeighborLists& lists, std::span<const WeightedItem> history, Scores& scores) {
  std::size_t entries = 0;
  for (const WeightedItem& source : history) entries += lists.offsets[source.item + 1] - lists.offsets[source.item];
  if (entries >= scores.size()) {
    scores.touch_all();
    return;
  }
  for (const WeightedItem& source : history) {
    const std::size_t end = lists.offsets[source.item + 1];
    for (std::size_t i = lists.offsets[source.item]; i < end; ++i) scores.touch(lists.items[i]);
  }
}

void add_neighbor_scores(const NeighborLists& lists, std::int64_t weight, ScoringScratch& scratch, Scores& scores) {
  touch_neighbors(lists, scratch.weighted, scores);
  if (scratch.sums.size() < scores.size()) scratch.sums.resize(scores.size(), 0);
  std::int32_t* const sums = scratch.sums.data();
  for (const WeightedItem& source : scratch.weighted) {
    const std::size_t end = lists.offsets[source.item + 1];
    for (std::size_t i = lists.offsets[source.item]; i < end; ++i) {
      sums[lists.items[i]] += source.weight * lists.weights[i];
    }
  }
  // Of items that other parts touched the sum is 0.
  for (const ItemIndex target : scores.touched()) {
    if (target >= lists.scales.size()) continue;
    scores.add(target, ((std::int64_t{sums[target]} * lists.scales[target]) >> kPartWeightFractionBits) * weight);
    sums[target] = 0;
  }
}

}  // namespace

void score_items(const Model& model, std::span<const ScorePart> parts, const History& history,
                 std::optional<std::span<const ItemIndex>> only, ScoringScratch& scratch, Scores& scores) {
  assert(scores.size() >= model.items().size());
  for (const ScorePart& part : parts) {
    const std::int64_t weight = part_weight(part, history);
    switch (part.kind) {
      case ScorePart::Kind::neighbor_lists:
        weigh_history(history, part, scratch.weighted);
        add_neighbor_scores(model.neighbor_lists()[part.index], weight, scratch, scores);
        break;
      case ScorePart::Kind::item_scores: {
        if (is_base_part(part)) break;
        const auto values = model.item_scores()[part.index].values;
        for (const ItemIndex item : only ? *only : scores.touch_all()) {
          if (item < values.size()) scores.add(item, weight * values[item]);
        }
        break;
      }
      case ScorePart::Kind::factors: {
        const Factors& factors = model.factors()[part.index];
        weigh_history(history, part, scratch.weighted);
        const UserVector user = infer_user_vector(factors, scratch.weighted, scratch.fold_in);
        if (user.values.empty()) break;
        add_factor_scores(factors, user, weight, only ? *only : scores.touch_all(), scores);
        break;
      }
      case ScorePart::Kind::attribute_scores:
        add_attribute_scores(model.attribute_scores()[part.index], part.index, history, weight, scores);
        break;
    }
  }
}

void score_items(const Model& model, std::span<const ScorePart> parts, const History& history, ScoringScratch& scratch,
                 std::span<Score> out) {
  assert(out.size() == model.items().size());
  const BaseScores base{base_values(model, parts, out.size()), {}};
  thread_local Scores scores;
  scores.start(base);
  score_items(model, parts, history, std::nullopt, scratch, scores);
  std::copy(scores.begin(), scores.end(), out.begin());
}

}  // namespace pocketrec
