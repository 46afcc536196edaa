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

void fold_events(UserState& state, std::span<const Interaction> events, const Catalog& catalog) {
  for (const Interaction& event : events) {
    const auto item = catalog.find(event.item_id);
    if (!item) continue;
    // Late events are rare: the place is almost always the end.
    auto place = state.events.end();
    while (place != state.events.begin() && std::prev(place)->time > event.sent_at) --place;
    state.events.insert(place, {*item, event.event_type, event.sent_at, event.event_value});
  }
}

}  // namespace pocketrec
