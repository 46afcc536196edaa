#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pocketrec {

/// Turns the numbers of a column into values that items can share, as categories are shared: kBuckets intervals with
/// about as many numbers of the column in each, and as many that are shifted by half, so that close numbers share at
/// least one of their two.
class NumberBuckets {
 public:
  static constexpr std::size_t kBuckets = 8;

  /// Values are below this.
  static constexpr std::uint32_t kValues = 2 * kBuckets + 1;

  /// numbers: those of the column that are not null, finite, in any order.
  explicit NumberBuckets(std::vector<double> numbers);

  /// The two values of a number, ascending; it need not be one of the column's. Precondition: the column has numbers.
  std::array<std::uint32_t, 2> of(double number) const;

  bool empty() const { return numbers_.empty(); }

 private:
  std::vector<double> numbers_;  // ascending
};

}  // namespace pocketrec
