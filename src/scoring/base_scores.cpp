#include "scoring/base_scores.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

#include "scoring/part_weight.h"

namespace pocketrec {

static_assert(kItemScoreFractionBits + kPartWeightFractionBits == kScoreFractionBits);

bool is_base_part(const ScorePart& part) {
  return part.kind == ScorePart::Kind::item_scores && part.fade == 0;
}

std::vector<Score> base_values(const Model& model, std::span<const ScorePart> parts, std::size_t n_items) {
  std::vector<Score> sums(n_items, 0);
  for (const ScorePart& part : parts) {
    if (!is_base_part(part)) continue;
    const std::int64_t weight = fixed_weight(part.weight);
    const auto values = model.item_scores()[part.index].values;
    for (std::size_t item = 0; item < values.size(); ++item) sums[item] += weight * values[item];
  }
  return sums;
}

BaseScores base_scores(const Model& model, std::span<const ScorePart> parts, std::size_t n_items) {
  BaseScores base{base_values(model, parts, n_items), {}};
  base.order.resize(base.values.size());
  std::iota(base.order.begin(), base.order.end(), ItemIndex{0});
  std::sort(base.order.begin(), base.order.end(), [&](ItemIndex a, ItemIndex b) {
    return ranks_before({a, base.values[a]}, {b, base.values[b]});
  });
  return base;
}

}  // namespace pocketrec
