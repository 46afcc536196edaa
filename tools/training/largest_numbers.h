#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pocketrec {

/// A number with its value as one key: larger magnitudes have larger keys, and of equal ones the lower number, so that
/// keys have an order without ties. Precondition: value is not NaN.
std::uint64_t magnitude_key(float value, std::uint32_t number);

/// Writes the numbers of the `count` largest keys, or of all when there are fewer, ascending. Reorders and cuts `keys`.
void take_largest(std::vector<std::uint64_t>& keys, std::size_t count, std::vector<std::uint32_t>& numbers);

}  // namespace pocketrec
