#include <algorithm>
#include <string_view>

#include "filter/resolved_test.h"

namespace pocketrec {

bool holds_for_user(const ResolvedTest& test, const FilterRequest& request) {
  const BoundField& field = *test.field;
  const bool complement = test.relation == ComparisonOperator::not_equal;
  if (field.source == FieldSource::user_id) {
    if (test.check == Check::is_null) return request.user_id.empty();
    if (test.check == Check::not_null) return !request.user_id.empty();
    return !test.never && !request.user_id.empty() && has_text(test, request.user_id) != complement;
  }
  const FieldValue* const value = request.user->field(field.name);
  if (is_numeric(field.type)) {
    const auto* integer = value == nullptr ? nullptr : std::get_if<std::int64_t>(value);
    const auto* real = value == nullptr ? nullptr : std::get_if<double>(value);
    const bool is_null = integer == nullptr && real == nullptr;
    if (test.check == Check::is_null) return is_null;
    if (test.check == Check::not_null || is_null || test.never) return !is_null && !test.never;
    return (integer != nullptr ? has_number(test, *integer) : has_number(test, *real)) != complement;
  }
  const auto texts = texts_of(field, value);
  if (test.check == Check::is_null) return texts.empty();
  if (test.check == Check::not_null || texts.empty() || test.never) return !texts.empty() && !test.never;
  return std::any_of(texts.begin(), texts.end(), [&](std::string_view text) { return has_text(test, text); }) !=
         complement;
}

}  // namespace pocketrec
