#include <string>
#include <utility>

#include "filter/number.h"
#include "filter/placeholders.h"
#include "filter/resolved_test.h"
#include "filter/token.h"

namespace pocketrec {
namespace {

Error value_error(const Parameter& parameter, std::string expected) {
  return {ErrorCode::invalid_input, "filterValues: " + parameter.name + ": expected " + std::move(expected)};
}

// A value of filterValues for messages.
std::string shown(const std::string& value) {
  return describe(Token{TokenKind::string, value, 0});
}

Result<std::vector<LiteralValue>> parameter_operands(const BoundTest& test, const Parameter& parameter,
                                                     const FilterRequest& request) {
  const auto texts = values_of(parameter, request.values);
  if (!texts) return texts.error();
  if (!test.takes_list && texts->size() > 1) {
    return value_error(
        parameter, "one value for the comparison with " + test.field.name + ", got " + std::to_string(texts->size()));
  }
  std::vector<LiteralValue> operands;
  operands.reserve(texts->size());
  for (const std::string& text : *texts) {
    if (!is_numeric(test.field.type)) {
      if (text == kAnyEventType && test.field.source == FieldSource::event_type && texts->size() > 1) {
        return value_error(
            parameter, "\"*\", any event type, alone in its list, got " + std::to_string(texts->size()) + " values");
      }
      operands.emplace_back(text);
      continue;
    }
    auto number = parse_number(text);
    if (!number) return value_error(parameter, "a number for " + test.field.name + ", got " + shown(text));
    operands.push_back(*std::move(number));
  }
  return operands;
}

// The values of the request's item; none when it is unknown or the cell is null.
std::vector<LiteralValue> current_item_operands(const BoundField& field, const Catalog& catalog, ItemIndex item) {
  std::vector<LiteralValue> operands;
  if (item == kNoItem) return operands;
  if (field.source == FieldSource::item_id) {
    operands.emplace_back(std::string(catalog.id(item)));
    return operands;
  }
  const Column* const column = catalog.column(field.name);
  if (!column) return operands;
  if (field.type == FieldType::integer32 || field.type == FieldType::integer64) {
    if (const auto integer = column->integer(item)) operands.emplace_back(*integer);
  } else if (is_numeric(field.type)) {
    if (const auto number = column->number(item)) operands.emplace_back(*number);
  } else {
    column->for_each_code(item,
                          [&](std::uint32_t code) { operands.emplace_back(std::string(column->dictionary()[code])); });
  }
  return operands;
}

}  // namespace

Result<ResolvedTest> resolve(const BoundTest& test, const Catalog& catalog, const FilterRequest& request) {
  ResolvedTest resolved{&test.field, test.relation, {}, false};
  if (const auto* parameter = std::get_if<Parameter>(&test.operand)) {
    auto operands = parameter_operands(test, *parameter, request);
    if (!operands) return operands.error();
    resolved.operands = *std::move(operands);
  } else if (const auto* field = std::get_if<BoundField>(&test.operand)) {
    resolved.operands = current_item_operands(*field, catalog, *request.current_item);
    resolved.never = resolved.operands.empty();
  } else {
    resolved.operands = *std::get_if<std::vector<LiteralValue>>(&test.operand);
  }
  return resolved;
}

}  // namespace pocketrec
