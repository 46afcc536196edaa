#include <algorithm>
#include <string>
#include <string_view>

#include "filter/number_ranges.h"
#include "filter/resolved_test.h"

namespace pocketrec {
namespace {

// Empty is null, and null is in no list (contract/filters.md §5).
bool is_operand(const ResolvedTest& test, std::string_view text) {
  return !text.empty() && std::any_of(test.operands.begin(), test.operands.end(), [text](const LiteralValue& operand) {
    return *std::get_if<std::string>(&operand) == text;
  });
}

// Some element of the cell is an operand. A cell that is not categorical is one element.
bool has_operand(const ResolvedTest& test, std::string_view cell) {
  if (!test.field->categorical) return is_operand(test, cell);
  for (;;) {
    const std::size_t end = cell.find('|');
    if (is_operand(test, cell.substr(0, end))) return true;
    if (end == std::string_view::npos) return false;
    cell.remove_prefix(end + 1);
  }
}

}  // namespace

bool holds_for_user(const ResolvedTest& test, const FilterRequest& request) {
  if (test.never) return false;
  const bool complement = test.relation == ComparisonOperator::not_equal;
  if (test.field->source == FieldSource::user_id) {
    return !request.user_id.empty() && has_operand(test, request.user_id) != complement;
  }
  const FieldValue* const value = request.user->field(test.field->name);
  if (!value) return false;
  if (!is_numeric(test.field->type)) {
    const auto* text = std::get_if<std::string>(value);
    return text && !text->empty() && has_operand(test, *text) != complement;
  }
  if (const auto* integer = std::get_if<std::int64_t>(value)) {
    return NumberRanges<std::int64_t>(test.relation, test.operands).contains(*integer) != complement;
  }
  const auto* real = std::get_if<double>(value);
  return real && NumberRanges<double>(test.relation, test.operands).contains(*real) != complement;
}

}  // namespace pocketrec
