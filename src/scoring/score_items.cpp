#include "scoring/score_items.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace pocketrec {
namespace {

constexpr int kWeightFractionBits = 16;

static_assert(kHistoryWeightFractionBits + kScaleFractionBits == kScoreFractionBits);
static_assert(kItemScoreFractionBits + kWeightFractionBits == kScoreFractionBits);
// With scales of at most 2^28 the sum of 8 parts stays below 2^63.
static_assert(std::int64_t{kMaxHistory} * (1 << kHistoryWeightFractionBits) * 127 <= INT32_MAX);

std::int32_t fixed_weight(double weight, int fraction_bits) {
  return static_cast<std::int32_t>(std::lround(std::ldexp(weight, fraction_bits)));
}

void add_neighbor_scores(const NeighborLists& lists, double part_weight, std::span<const WeightedItem> sources,
                         ScoringScratch& scratch, std::span<Score> out) {
  scratch.sums.assign(out.size(), 0);
  std::int32_t* sums = scratch.sums.data();
  for (const WeightedItem& source : sources) {
    const auto weight = static_cast<std::int32_t>(std::lround(part_weight * source.weight));
    const std::size_t end = lists.offsets[source.item + 1];
    for (std::size_t i = lists.offsets[source.item]; i < end; ++i) sums[lists.items[i]] += weight * lists.weights[i];
  }
  for (std::size_t t = 0; t < out.size(); ++t) out[t] += std::int64_t{sums[t]} * lists.scales[t];
}

}  // namespace

void score_items(const Model& model, std::span<const ScorePart> parts, std::span<const WeightedItem> sources,
                 ScoringScratch& scratch, std::span<Score> out) {
  assert(out.size() == model.items().size() && sources.size() <= kMaxHistory);
  std::fill(out.begin(), out.end(), Score{0});
  for (const ScorePart& part : parts) {
    if (part.kind == ScorePart::Kind::neighbor_lists) {
      add_neighbor_scores(model.neighbor_lists()[part.index], part.weight, sources, scratch, out);
    } else {
      const std::int64_t weight = fixed_weight(part.weight, kWeightFractionBits);
      const auto values = model.item_scores()[part.index].values;
      for (std::size_t t = 0; t < out.size(); ++t) out[t] += weight * values[t];
    }
  }
}

}  // namespace pocketrec
