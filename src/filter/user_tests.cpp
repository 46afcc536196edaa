#include <algorithm>
#include <string_view>

#include "filter/resolved_test.h"

namespace pocketrec {

bool holds_for_user(const ResolvedTest& test, const FilterRequest& request) {
  const BoundField& field = *test.field;
  const auto holds = [&test](bool is_null, const auto& has) {
    const bool complement = test.relation == ComparisonOperator::not_equal;
    return answer(test, is_null, [&] { return !test.never && has() != complement; });
  };
  if (field.source == FieldSource::user_id) {
    return holds(request.user_id.empty(), [&] { return has_text(test, request.user_id); });
  }
  const FieldValue* const value = request.user->field(field.name);
  if (is_numeric(field.type)) {
    const auto* integer = value == nullptr ? nullptr : std::get_if<std::int64_t>(value);
    const auto* real = value == nullptr ? nullptr : std::get_if<double>(value);
    return holds(integer == nullptr && real == nullptr,
                 [&] { return integer != nullptr ? has_number(test, *integer) : has_number(test, *real); });
  }
  const auto texts = texts_of(field, value);
  return holds(texts.empty(), [&] {
    return std::any_of(texts.begin(), texts.end(), [&](std::string_view text) { return has_text(test, text); });
  });
}

}  // namespace pocketrec
