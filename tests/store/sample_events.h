#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "domain/interaction.h"
#include "domain/timestamp.h"
#include "store/event_log.h"

namespace pocketrec {

/// A moment some seconds after the start of 2024.
inline Timestamp moment(std::int64_t seconds) {
  return Timestamp(std::chrono::milliseconds(1'704'067'200'000 + seconds * 1000));
}

/// A click on an item by a known user, without session and event id.
inline Interaction click(std::string user, std::string item, std::int64_t seconds) {
  Interaction event;
  event.user_id = std::move(user);
  event.event_type = "click";
  event.item_id = std::move(item);
  event.sent_at = moment(seconds);
  return event;
}

/// A click on an item by an anonymous visitor.
inline Interaction anonymous_click(std::string session, std::string item, std::int64_t seconds) {
  Interaction event = click("", std::move(item), seconds);
  event.session_id = std::move(session);
  return event;
}

/// The same event with an event id.
inline Interaction with_id(Interaction event, std::string event_id) {
  event.event_id = std::move(event_id);
  return event;
}

/// Items of a visitor's events in the order of the log, joined with blanks; "error: …" when they cannot be read.
inline std::string items_of(const EventLog& log, std::string_view visitor) {
  auto events = log.events_of(visitor);
  if (!events) return "error: " + events.error().message;
  std::string items;
  for (const Interaction& event : *events) items += (items.empty() ? "" : " ") + event.item_id;
  return items;
}

}  // namespace pocketrec
