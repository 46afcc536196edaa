#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/item_index.h"
#include "training/item_to_item.h"

namespace pocketrec {

/// Item-to-item weights as the device reads them: by source, because a request has the sources (the history) and wants
/// all targets. Weight of an entry = weight · target_scale[target]. Owns its memory.
struct QuantizedNeighborLists {
  std::vector<std::uint64_t> begin{0};  ///< per source, n_items() + 1 positions in the two below
  std::vector<ItemIndex> target;        ///< ascending within a source
  std::vector<std::int8_t> weight;      ///< −127 to 127, never 0
  std::vector<float> target_scale;      ///< per target: largest |weight| / 127, or 0 for a target without sources

  std::size_t n_items() const { return begin.size() - 1; }

  /// Views into the lists of a source. Precondition: source < n_items().
  std::span<const ItemIndex> targets_of(std::size_t source) const {
    return std::span(target).subspan(begin[source], begin[source + 1] - begin[source]);
  }
  std::span<const std::int8_t> weights_of(std::size_t source) const {
    return std::span(weight).subspan(begin[source], begin[source + 1] - begin[source]);
  }

  bool operator==(const QuantizedNeighborLists&) const = default;
};

/// Rounds every weight to the nearest of 255 steps of its target, so that |error| ≤ target_scale / 2 but for float
/// rounding. What becomes 0 is left out.
/// Precondition: weights are finite and sources below n_targets().
QuantizedNeighborLists quantize_neighbors(const SparseWeights& weights);

}  // namespace pocketrec
