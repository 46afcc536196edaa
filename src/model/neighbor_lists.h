#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "domain/item_index.h"
#include "model/index_array.h"

namespace pocketrec {

/// Fractional bits of NeighborLists::scales.
inline constexpr int kScaleFractionBits = 28;

/// A view of sparse weights between items, one row a source item. Points into the mapped model file.
/// Entry j of row i: target items[j], real weight weights[j] × scales[target] × 2^-kScaleFractionBits.
struct NeighborLists {
  IndexArray offsets;                     ///< items + 1 positions; row i is [offsets[i], offsets[i + 1])
  IndexArray items;                       ///< targets, ascending within a row
  std::span<const std::int8_t> weights;   ///< -127 to 127, one an entry
  std::span<const std::uint32_t> scales;  ///< one a target item, at most 2^28

  /// Number of items that have a row.
  std::size_t rows() const { return offsets.size() - 1; }
};

/// Fractional bits of ItemScores::values.
inline constexpr int kItemScoreFractionBits = 24;

/// A view of one score an item, real value × 2^-kItemScoreFractionBits. Points into the mapped model file.
struct ItemScores {
  std::span<const std::uint32_t> values;
};

}  // namespace pocketrec
