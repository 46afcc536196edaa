#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "result/result.h"
#include "store/event_reader.h"
#include "store/filter_store.h"
#include "store/record_store.h"

/// An event store as lines of JSON (docs/events.md): a LogBegin, what it holds, a LogEnd. Several may follow one
/// another.
namespace pocketrec {

/// First line.
struct LogBegin {
  std::string policy;      ///< what was left out: "full", "pseudonymous", "counts"
  std::int64_t since = 0;  ///< the events are those behind this sequence number
};

/// A record that was put.
struct RecordLine {
  RecordKind kind = RecordKind::item;
  StoredRecord record;
};

/// Last line: without it the file is not whole.
struct LogEnd {
  std::int64_t cursor = 0;  ///< sequence number that the next export goes on behind
  std::size_t lines = 0;    ///< between the first and this one
};

using EventLine = std::variant<LogBegin, StoredEvent, JoinedSession, RecordLine, StoredFilter, LogEnd>;

/// Longest line that is read, in bytes: beyond what the store takes, whatever JSON makes of it.
inline constexpr std::size_t kMaxEventLineBytes = std::size_t{8} << 20;

/// The line, with its end.
std::string to_line(const EventLine& line);

/// The line without its end. What the API would refuse is refused, and members that to_line() does not write.
/// Errors: invalid_input with the member.
Result<EventLine> parse_event_line(std::string_view text);

}  // namespace pocketrec
