#include "scoring/score_items.h"

#include <algorithm>
#include <cassert>

#include "scoring/attribute_scores.h"
#include "scoring/factor_scores.h"

namespace pocketrec {
namespace {

static_assert(kHistoryWeightFractionBits + kScaleFractionBits == kScoreFractionBits);
static_assert(kItemScoreFractionBits + kPartWeightFractionBits == kScoreFractionBits);
// With scales of at most 2^28 the sum of 12 parts stays below 2^63.
static_assert(std::int64_t{kMaxHistory} * kFullHistoryWeight * 127 <= INT32_MAX);

void add_neighbor_scores(const NeighborLists& lists, std::int64_t part_weight, ScoringScratch& scratch,
                         std::span<Score> out) {
  scratch.sums.assign(out.size(), 0);
  std::int32_t* sums = scratch.sums.data();
  for (const WeightedItem& source : scratch.weighted) {
    const std::size_t end = lists.offsets[source.item + 1];
    for (std::size_t i = lists.offsets[source.item]; i < end; ++i) {
      sums[lists.items[i]] += source.weight * lists.weights[i];
    }
  }
  for (std::size_t t = 0; t < out.size(); ++t) {
    out[t] += ((std::int64_t{sums[t]} * lists.scales[t]) >> kPartWeightFractionBits) * part_weight;
  }
}

}  // namespace

void score_items(const Model& model, std::span<const ScorePart> parts, const History& history, ScoringScratch& scratch,
                 std::span<Score> out) {
  assert(out.size() == model.items().size());
  std::fill(out.begin(), out.end(), Score{0});
  for (const ScorePart& part : parts) {
    const std::int64_t weight = part_weight(part, history);
    switch (part.kind) {
      case ScorePart::Kind::neighbor_lists:
        weigh_history(history, part, scratch.weighted);
        add_neighbor_scores(model.neighbor_lists()[part.index], weight, scratch, out);
        break;
      case ScorePart::Kind::item_scores: {
        const auto values = model.item_scores()[part.index].values;
        for (std::size_t t = 0; t < out.size(); ++t) out[t] += weight * values[t];
        break;
      }
      case ScorePart::Kind::factors: {
        const Factors& factors = model.factors()[part.index];
        weigh_history(history, part, scratch.weighted);
        add_factor_scores(factors, infer_user_vector(factors, scratch.weighted, scratch.fold_in), weight, out);
        break;
      }
      case ScorePart::Kind::attribute_scores:
        add_attribute_scores(model.attribute_scores()[part.index], part.index, history, weight, out);
        break;
    }
  }
}

}  // namespace pocketrec
