#pragma once

#include <cstdint>

namespace pocketrec {

/// Row of an item in a catalogue: 0 to Catalog::size() - 1. Means nothing outside the catalogue that gave it.
using ItemIndex = std::uint32_t;

/// Row of no item.
inline constexpr ItemIndex kNoItem = 0xFFFF'FFFF;

}  // namespace pocketrec
