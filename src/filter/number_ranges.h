#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "filter/expression.h"

namespace pocketrec {

/// The numbers from low to high, both included.
template <typename T>
struct NumberRange {
  T low;
  T high;

  bool contains(T value) const { return low <= value && value <= high; }
};

/// Which numbers v satisfy `v relation operand` for some operand. not_equal gives the ranges of equal: the caller takes
/// the complement, so that null satisfies it.
template <typename T>
class NumberRanges {
 public:
  /// Preconditions: every operand is a number.
  NumberRanges(ComparisonOperator relation, std::span<const LiteralValue> operands);

  /// One a number at most; a single one in most tests.
  std::span<const NumberRange<T>> ranges() const { return ranges_; }

  bool contains(T value) const {
    return std::any_of(ranges_.begin(), ranges_.end(), [value](const auto& range) { return range.contains(value); });
  }

 private:
  std::vector<NumberRange<T>> ranges_;
};

/// Compared exactly: operands with a fraction or beyond 64 bits too.
extern template class NumberRanges<std::int64_t>;
/// Compared as double: integers beyond 2^53 are rounded.
extern template class NumberRanges<double>;

}  // namespace pocketrec
