#include <string>
#include <utility>

#include "filter/number.h"
#include "filter/placeholders.h"
#include "filter/resolved_test.h"
#include "filter/token.h"
#include "filter/words.h"

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
    if (test.field.type == FieldType::boolean) {
      const auto truth = truth_word(text);
      if (!truth) return value_error(parameter, "true or false for " + test.field.name + ", got " + shown(text));
      operands.emplace_back(std::string(*truth));
      continue;
    }
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

// The values of the request's user; none when the cell is null.
std::vector<LiteralValue> current_user_operands(const BoundField& field, const FilterRequest& request) {
  std::vector<LiteralValue> operands;
  if (field.source == FieldSource::user_id) {
    if (!request.user_id.empty()) operands.emplace_back(std::string(request.user_id));
    return operands;
  }
  const FieldValue* const cell = request.user->field(field.name);
  if (is_numeric(field.type)) {
    if (const auto* integer = cell == nullptr ? nullptr : std::get_if<std::int64_t>(cell))
      operands.emplace_back(*integer);
    if (const auto* real = cell == nullptr ? nullptr : std::get_if<double>(cell)) operands.emplace_back(*real);
    return operands;
  }
  for (const std::string_view text : texts_of(field, cell)) operands.emplace_back(std::string(text));
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
  ResolvedTest resolved{&test.field, test.check, test.relation, {}};
  if (const auto* parameter = std::get_if<Parameter>(&test.operand)) {
    auto operands = parameter_operands(test, *parameter, request);
    if (!operands) return operands.error();
    resolved.operands = *std::move(operands);
  } else if (const auto* field = std::get_if<BoundField>(&test.operand)) {
    const bool is_of_user = field->source == FieldSource::user_column || field->source == FieldSource::user_id;
    resolved.operands = is_of_user ? current_user_operands(*field, request)
                                   : current_item_operands(*field, catalog, *request.current_item);
    resolved.never = resolved.operands.empty();
  } else if (const auto* time = std::get_if<RelativeTime>(&test.operand)) {
    resolved.operands.emplace_back(request.now + time->offset);
    resolved.is_momentary = true;
  } else {
    resolved.operands = *std::get_if<std::vector<LiteralValue>>(&test.operand);
  }
  return resolved;
}

Result<ResolvedLeaf> resolve(const BoundLeaf& leaf, const Catalog& catalog, const FilterRequest& request) {
  const auto resolve_test = [&](const BoundTest& test) { return resolve(test, catalog, request); };
  if (const auto* test = std::get_if<BoundTest>(&leaf)) {
    auto resolved = resolve_test(*test);
    if (!resolved) return resolved.error();
    return ResolvedLeaf{*std::move(resolved)};
  }
  const auto& count = *std::get_if<BoundCount>(&leaf);
  auto events = transform_leaves<ResolvedTest>(count.events, resolve_test);
  if (!events) return events.error();
  const BoundField number{FieldSource::event_value, "COUNT", FieldType::integer64};
  auto operand = resolve_test({number, count.relation, false, count.operand});
  if (!operand) return operand.error();
  return ResolvedLeaf{ResolvedCount{*std::move(events), count.relation, std::move(operand->operands)}};
}

}  // namespace pocketrec
