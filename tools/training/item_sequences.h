#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/item_index.h"

namespace pocketrec {

/// What users chose one after another; items may repeat. Owns its memory.
struct ItemSequences {
  std::vector<std::uint64_t> begin{0};  ///< size() + 1 positions in `item`
  std::vector<ItemIndex> item;          ///< oldest first within a sequence; below n_items
  std::uint32_t n_items = 0;

  std::size_t size() const { return begin.size() - 1; }

  /// A view into the sequences. Precondition: sequence < size().
  std::span<const ItemIndex> operator[](std::size_t sequence) const {
    return std::span(item).subspan(begin[sequence], begin[sequence + 1] - begin[sequence]);
  }
};

}  // namespace pocketrec
