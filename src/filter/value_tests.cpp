#include <algorithm>
#include <string>
#include <string_view>

#include "filter/number_ranges.h"
#include "filter/resolved_test.h"

namespace pocketrec {

bool has_text(const ResolvedTest& test, std::string_view text) {
  if (text.empty()) return false;
  return std::any_of(test.operands.begin(), test.operands.end(), [&](const LiteralValue& operand) {
    const std::string& wanted = *std::get_if<std::string>(&operand);
    return test.check == Check::prefix ? text.starts_with(wanted) : text == wanted;
  });
}

bool has_number(const ResolvedTest& test, std::int64_t number) {
  return NumberRanges<std::int64_t>(test.relation, test.operands).contains(number);
}

bool has_number(const ResolvedTest& test, double number) {
  return NumberRanges<double>(test.relation, test.operands).contains(number);
}

std::vector<std::string_view> texts_of(const BoundField& field, const FieldValue* cell) {
  if (cell == nullptr) return {};
  if (const auto* truth = std::get_if<bool>(cell)) return {*truth ? "true" : "false"};
  const auto* text = std::get_if<std::string>(cell);
  if (text == nullptr || text->empty()) return {};
  if (!field.categorical) return {*text};
  std::vector<std::string_view> elements;
  std::string_view rest = *text;
  for (;;) {
    const std::size_t end = rest.find('|');
    elements.push_back(rest.substr(0, end));
    if (end == std::string_view::npos) return elements;
    rest.remove_prefix(end + 1);
  }
}

}  // namespace pocketrec
