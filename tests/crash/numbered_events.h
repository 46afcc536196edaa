#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "store/database.h"
#include "store/event_log.h"
#include "store/sample_events.h"
#include "store/statement.h"

namespace pocketrec {

inline constexpr int kUsers = 4;
inline constexpr std::size_t kMergeAt = 7;  // of the EventIndex, so that a few batches meet it

/// The event with this number, the same whenever it is made; long enough that a batch changes several pages.
inline Interaction numbered_event(int number) {
  Interaction event =
      with_id(click("u" + std::to_string(number % kUsers), std::to_string(number), number), std::to_string(number));
  event.properties = R"({"text":")" + std::string(static_cast<std::size_t>(number) % 7 * 100, 'x') + "\"}";
  return event;
}

/// Puts into `times` how often each numbered event is in the log. What is wrong with one of them; empty: nothing.
inline std::string count_events(const EventLog& log, std::map<int, int>& times) {
  for (int user = 0; user < kUsers; ++user) {
    const auto events = log.events_of("u" + std::to_string(user));
    if (!events) return events.error().message;
    for (const Interaction& event : *events) {
      const int number = std::stoi(event.event_id);
      if (event != numbered_event(number)) return "event " + event.event_id + " changed";
      if (++times[number] > 1) return "event " + event.event_id + " is there twice";
    }
  }
  return {};
}

/// What SQLite's integrity check finds; empty: nothing.
inline std::string integrity_fault(Database& database) {
  auto access = database.access();
  if (!access) return access.error().message;
  auto check = database.prepare("PRAGMA integrity_check(1)");
  if (!check) return check.error().message;
  const auto row = check->step();
  if (!row) return row.error().message;
  return check->text(0) == "ok" ? "" : check->text(0);
}

}  // namespace pocketrec
