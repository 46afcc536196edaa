#include <algorithm>
#include <chrono>
#include <string>
#include <unordered_map>

#include "filter/resolved_test.h"
#include "filter/token.h"

namespace pocketrec {
namespace {

bool has_type(const ResolvedTest& test, const std::string& type) {
  return std::any_of(test.operands.begin(), test.operands.end(), [&](const LiteralValue& operand) {
    const std::string& wanted = *std::get_if<std::string>(&operand);
    if (test.check == Check::prefix) return same_word(wanted, std::string_view(type).substr(0, wanted.size()));
    return wanted == kAnyEventType || same_word(wanted, type);
  });
}

/// Null: nothing.
std::optional<std::string_view> context_text(const BoundField& field, const UserEvent& event) {
  if (field.context_column >= event.context.size()) return std::nullopt;
  const std::uint32_t code = event.context[field.context_column];
  if (code == 0 || code > field.context_values.size()) return std::nullopt;
  return field.context_values[code - 1];
}

bool event_holds(const ResolvedTest& test, const UserEvent& event) {
  return !test.never && event_has(test, event) != (test.relation == ComparisonOperator::not_equal);
}

}  // namespace

bool event_has(const ResolvedTest& test, const UserEvent& event) {
  switch (test.field->source) {
    case FieldSource::event_value:
      return answer(test, !event.value, [&] { return has_number(test, *event.value); });
    case FieldSource::event_time:
      return answer(test, false, [&] {
        const auto seconds = std::chrono::floor<std::chrono::seconds>(event.time).time_since_epoch();
        return has_number(test, static_cast<std::int64_t>(seconds.count()));
      });
    case FieldSource::event_context: {
      const auto text = context_text(*test.field, event);
      return answer(test, !text, [&] { return has_text(test, *text); });
    }
    default:
      return answer(test, false, [&] { return has_type(test, event.event_type); });
  }
}

ItemMask matching_items(const ResolvedCount& count, const Catalog& catalog, const UserState& user) {
  std::unordered_map<ItemIndex, std::int64_t> counts;
  for (const UserEvent& event : user.events) {
    if (is_true(count.events, [&](const ResolvedTest& test) { return event_holds(test, event); })) ++counts[event.item];
  }
  const ResolvedTest number{nullptr, Check::compare, count.relation, count.operands};
  const bool complement = count.relation == ComparisonOperator::not_equal;
  ItemMask items(catalog.size(), has_number(number, std::int64_t{0}) != complement);
  for (const auto& [item, times] : counts) {
    if (has_number(number, times) != complement) {
      items.insert(item);
    } else {
      items.erase(item);
    }
  }
  return items;
}

}  // namespace pocketrec
