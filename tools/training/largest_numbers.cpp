#include "training/largest_numbers.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>

namespace pocketrec {

// The bits of a non-negative float rise with its value.
std::uint64_t magnitude_key(float value, std::uint32_t number) {
  return std::uint64_t{std::bit_cast<std::uint32_t>(std::fabs(value))} << 32 | (0xFFFF'FFFF - number);
}

void take_largest(std::vector<std::uint64_t>& keys, std::size_t count, std::vector<std::uint32_t>& numbers) {
  if (keys.size() > count) {
    std::nth_element(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(count), keys.end(), std::greater<>());
    keys.resize(count);
  }
  numbers.clear();
  for (const std::uint64_t key : keys) numbers.push_back(0xFFFF'FFFF - static_cast<std::uint32_t>(key));
  std::sort(numbers.begin(), numbers.end());
}

}  // namespace pocketrec
