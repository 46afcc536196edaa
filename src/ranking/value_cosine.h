#pragma once

#include <cstdint>
#include <span>

#include "domain/share.h"

namespace pocketrec {

/// The cosine of two items as sets of values: |a ∩ b| ÷ √(|a| |b|), 0 where one has none. Equal sets have exactly 1.
/// a, b: ascending, each value once. The square root is that of IEEE 754, which has the same bits on every target.
Share value_cosine(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b);

}  // namespace pocketrec
