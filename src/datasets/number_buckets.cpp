#include "datasets/number_buckets.h"

#include <algorithm>
#include <utility>

namespace pocketrec {

NumberBuckets::NumberBuckets(std::vector<double> numbers) : numbers_(std::move(numbers)) {
  std::sort(numbers_.begin(), numbers_.end());
}

std::array<std::uint32_t, 2> NumberBuckets::of(double number) const {
  const auto [first, last] = std::equal_range(numbers_.begin(), numbers_.end(), number);
  // Twice the rank of the number, ties in the middle: 0 to 2 · size.
  const auto rank = static_cast<std::size_t>((first - numbers_.begin()) + (last - numbers_.begin()));
  const std::size_t whole = 2 * numbers_.size();
  const std::size_t bucket = std::min(kBuckets - 1, rank * kBuckets / whole);
  const std::size_t shifted = (rank * kBuckets + numbers_.size()) / whole;
  return {static_cast<std::uint32_t>(bucket), static_cast<std::uint32_t>(kBuckets + shifted)};
}

}  // namespace pocketrec
