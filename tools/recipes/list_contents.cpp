#include "recipes/list_contents.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "model/neighbor_lists.h"
#include "training/quantized_neighbors.h"

namespace pocketrec {
namespace {

Result<std::vector<std::uint32_t>> narrow(const std::vector<std::uint64_t>& positions) {
  if (positions.back() > std::numeric_limits<std::uint32_t>::max()) {
    return Error{ErrorCode::invalid_input,
                 "expected fewer than 2^32 weights, got " + std::to_string(positions.back()) + "; set fewer neighbors"};
  }
  return std::vector<std::uint32_t>(positions.begin(), positions.end());
}

}  // namespace

Result<NeighborContents> weighted_lists(std::string name, const SparseWeights& weights) {
  const QuantizedNeighborLists quantized = quantize_neighbors(weights);
  auto offsets = narrow(quantized.begin);
  if (!offsets) return offsets.error();
  NeighborContents lists{std::move(name), *std::move(offsets), quantized.target, quantized.weight, {}};
  for (const float scale : quantized.target_scale) {
    const double fixed = std::round(std::ldexp(static_cast<double>(scale), kScaleFractionBits));
    if (fixed > 0x1p28) {
      return Error{ErrorCode::invalid_input, lists.name + ": weights beyond 127: raise regularization"};
    }
    lists.scales.push_back(static_cast<std::uint32_t>(fixed));
  }
  return lists;
}

Result<NeighborContents> ranked_lists(std::string name, const SimilarItems& similar) {
  auto offsets = narrow(similar.begin);
  if (!offsets) return offsets.error();
  NeighborContents lists{std::move(name), *std::move(offsets), {}, {}, {}};
  for (std::size_t source = 0; source < similar.n_items(); ++source) {
    const auto items = similar.items_of(source);
    const auto similarities = similar.similarities_of(source);
    std::vector<std::size_t> order(items.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return items[a] < items[b]; });
    for (const std::size_t i : order) {
      lists.items.push_back(items[i]);
      const float share = 127 * similarities[i] / similarities[0];
      lists.weights.push_back(static_cast<std::int8_t>(std::max(1L, std::lround(share))));
    }
  }
  lists.scales.assign(similar.n_items(), (std::uint32_t{1} << kScaleFractionBits) / 127);
  return lists;
}

}  // namespace pocketrec
