#include "scoring/attribute_scores.h"

#include <cstddef>

#include "scoring/part_weight.h"

namespace pocketrec {
namespace {

constexpr int kCut = kAttributeScaleFractionBits + kPartWeightFractionBits - kScoreFractionBits;
static_assert(kCut > 0);

}  // namespace

void add_attribute_scores(const AttributeScores& scores, std::uint32_t index, const History& history,
                          std::int64_t weight, Scores& out) {
  for (const AttributeValue& value : history.attributes) {
    if (value.scores != index) continue;
    const std::int64_t scale = scores.scales[value.row];
    const std::size_t end = scores.offsets[value.row + 1];
    for (std::size_t i = scores.offsets[value.row]; i < end; ++i) {
      out.add(scores.items[i], ((scores.weights[i] * scale) >> kCut) * weight);
    }
  }
}

}  // namespace pocketrec
