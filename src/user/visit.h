#pragma once

#include <chrono>
#include <optional>
#include <span>

#include "domain/interaction.h"
#include "domain/timestamp.h"

namespace pocketrec {

/// What of a visitor's events counts.
struct Visit {
  std::span<const Interaction> events;
  std::optional<Timestamp>
      ends;  ///< after that moment no event counts any more, if none comes; nothing: they always do
};

/// The visit that goes on, on a screen that several people use one after the other under one session id: an anonymous
/// visitor's events since the last time that none came for longer than `idle`; none when that is so now. Of a user,
/// whose id an event names, all events.
/// events: of the visitor, in order of time (EventLog::events_of) · now: by the clock that the events' times are from;
/// an earlier one than the last event ends nothing.
Visit current_visit(std::span<const Interaction> events, std::chrono::milliseconds idle, Timestamp now);

}  // namespace pocketrec
