#include "filter/number_ranges.h"

#include <doctest/doctest.h>

#include <limits>
#include <vector>

namespace pocketrec {
namespace {

constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();

bool holds(std::int64_t value, ComparisonOperator relation, LiteralValue operand) {
  return NumberRanges<std::int64_t>(relation, std::vector{operand}).contains(value);
}

bool holds(double value, ComparisonOperator relation, LiteralValue operand) {
  return NumberRanges<double>(relation, std::vector{operand}).contains(value);
}

template <typename T>
bool compare(T value, ComparisonOperator relation, T operand) {
  switch (relation) {
    case ComparisonOperator::less:
      return value < operand;
    case ComparisonOperator::less_equal:
      return value <= operand;
    case ComparisonOperator::greater:
      return value > operand;
    case ComparisonOperator::greater_equal:
      return value >= operand;
    default:
      return value == operand;
  }
}

constexpr ComparisonOperator kRelations[] = {ComparisonOperator::equal, ComparisonOperator::less,
                                             ComparisonOperator::less_equal, ComparisonOperator::greater,
                                             ComparisonOperator::greater_equal};

}  // namespace

TEST_SUITE("number ranges") {
  TEST_CASE("compare integers as the operators do, at the ends of the range too") {
    const std::int64_t numbers[] = {kLowest,          kLowest + 1,      -1,           0,       1,
                                    9007199254740992, 9007199254740993, kHighest - 1, kHighest};
    for (const auto relation : kRelations) {
      for (const auto value : numbers) {
        for (const auto operand : numbers) {
          CHECK(holds(value, relation, LiteralValue(operand)) == compare(value, relation, operand));
        }
      }
    }
  }

  TEST_CASE("compare doubles as the operators do") {
    const double numbers[] = {-1e308, -2.5, -0.0, 0.0, 5e-324, 0.1, 0.30000000000000004, 0.3, 1e308};
    for (const auto relation : kRelations) {
      for (const auto value : numbers) {
        for (const auto operand : numbers) {
          CHECK(holds(value, relation, LiteralValue(operand)) == compare(value, relation, operand));
        }
      }
    }
  }

  TEST_CASE("compare integers with fractions exactly") {
    const double operands[] = {-2.5, -2.0, 0.5, 2.0, 2.5};
    for (const auto relation : kRelations) {
      for (std::int64_t value = -4; value <= 4; ++value) {
        for (const auto operand : operands) {
          CHECK(holds(value, relation, LiteralValue(operand)) ==
                compare(static_cast<double>(value), relation, operand));
        }
      }
    }
  }

  TEST_CASE("compare integers with doubles beyond 64 bits") {
    CHECK(holds(kHighest, ComparisonOperator::less, 9223372036854775808.0));
    CHECK_FALSE(holds(kHighest, ComparisonOperator::greater_equal, 9223372036854775808.0));
    CHECK_FALSE(holds(kHighest, ComparisonOperator::equal, 9223372036854775808.0));
    CHECK(holds(kLowest, ComparisonOperator::equal, -9223372036854775808.0));
    CHECK(holds(kLowest, ComparisonOperator::greater, -1e30));
    CHECK_FALSE(holds(kLowest, ComparisonOperator::less_equal, -1e30));
  }

  TEST_CASE("compare doubles with integers as doubles") {
    CHECK(holds(9007199254740992.0, ComparisonOperator::equal, std::int64_t{9007199254740993}));
    CHECK(holds(2.5, ComparisonOperator::greater, std::int64_t{2}));
  }

  TEST_CASE("take any of several operands, and of not_equal the same as of equal") {
    const std::vector<LiteralValue> operands = {std::int64_t{1}, 2.0, 2.5};
    for (const auto relation : {ComparisonOperator::equal, ComparisonOperator::not_equal}) {
      const NumberRanges<std::int64_t> ranges(relation, operands);
      CHECK(ranges.contains(1));
      CHECK(ranges.contains(2));
      CHECK_FALSE(ranges.contains(3));
    }
  }
}

}  // namespace pocketrec
