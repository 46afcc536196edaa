#include "training/quantized_neighbors.h"

#include <algorithm>
#include <cmath>

namespace pocketrec {
namespace {

constexpr float kSteps = 127;

std::int8_t quantized(float weight, float scale) {
  // A subnormal scale has too few digits to divide by without leaving the range.
  const float steps = std::clamp(weight / scale, -kSteps, kSteps);
  return static_cast<std::int8_t>(std::floor(steps + 0.5F));
}

}  // namespace

QuantizedNeighborLists quantize_neighbors(const SparseWeights& weights) {
  const std::size_t n = weights.n_targets();
  QuantizedNeighborLists lists;
  lists.target_scale.assign(n, 0.0F);
  lists.begin.assign(n + 1, 0);
  std::vector<std::int8_t> rounded(weights.weight.size(), 0);
  for (std::size_t target = 0; target < n; ++target) {
    const auto sources = weights.sources_of(target);
    const auto values = weights.weights_of(target);
    float largest = 0;
    for (float value : values) largest = std::max(largest, std::fabs(value));
    const float scale = largest / kSteps;
    if (scale == 0) continue;
    lists.target_scale[target] = scale;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::int8_t steps = quantized(values[i], scale);
      rounded[weights.begin[target] + i] = steps;
      if (steps != 0) ++lists.begin[std::size_t{sources[i]} + 1];
    }
  }
  for (std::size_t source = 0; source < n; ++source) lists.begin[source + 1] += lists.begin[source];

  std::vector<std::uint64_t> place(lists.begin.begin(), lists.begin.end() - 1);
  lists.target.resize(lists.begin.back());
  lists.weight.resize(lists.begin.back());
  for (std::size_t target = 0; target < n; ++target) {
    for (std::uint64_t i = weights.begin[target]; i < weights.begin[target + 1]; ++i) {
      if (rounded[i] == 0) continue;
      const std::uint64_t to = place[weights.source[i]]++;
      lists.target[to] = static_cast<ItemIndex>(target);
      lists.weight[to] = rounded[i];
    }
  }
  return lists;
}

}  // namespace pocketrec
