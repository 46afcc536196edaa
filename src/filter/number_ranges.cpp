#include "filter/number_ranges.h"

#include <cmath>
#include <limits>
#include <optional>
#include <variant>

namespace pocketrec {
namespace {

using Integers = NumberRange<std::int64_t>;
using Reals = NumberRange<double>;

constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();
constexpr double kTwoTo63 = 9223372036854775808.0;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::optional<Integers> integers(ComparisonOperator relation, std::int64_t operand) {
  switch (relation) {
    case ComparisonOperator::less:
      if (operand == kLowest) return std::nullopt;
      return Integers{kLowest, operand - 1};
    case ComparisonOperator::less_equal:
      return Integers{kLowest, operand};
    case ComparisonOperator::greater:
      if (operand == kHighest) return std::nullopt;
      return Integers{operand + 1, kHighest};
    case ComparisonOperator::greater_equal:
      return Integers{operand, kHighest};
    case ComparisonOperator::equal:
    case ComparisonOperator::not_equal:
      break;
  }
  return Integers{operand, operand};
}

std::optional<Integers> integers(ComparisonOperator relation, double operand) {
  const bool below = relation == ComparisonOperator::less || relation == ComparisonOperator::less_equal;
  const bool above = relation == ComparisonOperator::greater || relation == ComparisonOperator::greater_equal;
  if (operand >= kTwoTo63) return below ? std::optional(Integers{kLowest, kHighest}) : std::nullopt;
  if (operand < -kTwoTo63) return above ? std::optional(Integers{kLowest, kHighest}) : std::nullopt;
  const double whole = std::floor(operand);
  const auto integer = static_cast<std::int64_t>(whole);
  if (whole == operand) return integers(relation, integer);
  // Between two integers: v < 2.5 and v <= 2.5 are v <= 2, and v > 2.5 and v >= 2.5 are v > 2.
  if (below) return integers(ComparisonOperator::less_equal, integer);
  if (above) return integers(ComparisonOperator::greater, integer);
  return std::nullopt;
}

std::optional<Reals> reals(ComparisonOperator relation, double operand) {
  switch (relation) {
    case ComparisonOperator::less:
      return Reals{-kInfinity, std::nextafter(operand, -kInfinity)};
    case ComparisonOperator::less_equal:
      return Reals{-kInfinity, operand};
    case ComparisonOperator::greater:
      return Reals{std::nextafter(operand, kInfinity), kInfinity};
    case ComparisonOperator::greater_equal:
      return Reals{operand, kInfinity};
    case ComparisonOperator::equal:
    case ComparisonOperator::not_equal:
      break;
  }
  return Reals{operand, operand};
}

std::optional<Reals> reals(ComparisonOperator relation, std::int64_t operand) {
  return reals(relation, static_cast<double>(operand));
}

template <typename T>
std::optional<NumberRange<T>> range(ComparisonOperator relation, const LiteralValue& operand) {
  const auto of_number = [relation](auto number) {
    if constexpr (std::is_same_v<T, double>) {
      return reals(relation, number);
    } else {
      return integers(relation, number);
    }
  };
  const auto* integer = std::get_if<std::int64_t>(&operand);
  return integer ? of_number(*integer) : of_number(*std::get_if<double>(&operand));
}

}  // namespace

template <typename T>
NumberRanges<T>::NumberRanges(ComparisonOperator relation, std::span<const LiteralValue> operands) {
  ranges_.reserve(operands.size());
  for (const LiteralValue& operand : operands) {
    if (const auto numbers = range<T>(relation, operand)) ranges_.push_back(*numbers);
  }
}

template class NumberRanges<std::int64_t>;
template class NumberRanges<double>;

}  // namespace pocketrec
