#include "user/user_state.h"

#include <algorithm>

#include "datasets/schema.h"

namespace pocketrec {

const FieldValue* UserState::field(std::string_view name) const {
  for (const auto& [column, value] : profile) {
    if (same_field_name(column, name)) return &value;
  }
  return nullptr;
}

std::vector<std::pair<std::string, FieldValue>> packed_profile(const Model& model, std::string_view user_id) {
  std::vector<std::pair<std::string, FieldValue>> profile;
  const auto row = model.users().ids().find(user_id);
  if (!row) return profile;
  for (const Column& column : model.users().columns()) {
    FieldValue value = column.value(*row);
    if (!std::holds_alternative<std::monostate>(value)) profile.emplace_back(column.field().name, std::move(value));
  }
  return profile;
}

void fold_events(UserState& state, std::span<const Interaction> events, const Catalog& catalog,
                 std::span<const ContextColumn> columns) {
  for (const Interaction& event : events) {
    const auto item = catalog.find(event.item_id);
    if (!item) continue;
    // Late events are rare: the place is almost always the end.
    auto place = state.events.end();
    while (place != state.events.begin() && std::prev(place)->time > event.sent_at) --place;
    state.events.insert(
        place, {*item, event.event_type, event.sent_at, event.event_value, context_of(columns, event.properties)});
  }
}

}  // namespace pocketrec
