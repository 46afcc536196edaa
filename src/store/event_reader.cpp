#include "store/event_reader.h"

#include <string_view>
#include <tuple>
#include <utility>

#include "store/event_row.h"
#include "store/statement.h"

namespace pocketrec {
namespace {

constexpr std::string_view kLastSequence =
    "SELECT max(last_sequence, coalesce((SELECT max(sequence) FROM events), 0)) FROM erasures";

/// ?1 after, ?2 until, ?3 number of events → the fields of Interaction, in its order, then sequence
constexpr std::string_view kEventPage = R"sql(
SELECT (SELECT name FROM visitors WHERE id = user), (SELECT name FROM visitors WHERE id = session), event_id,
       event_type, item_id, sent_at, event_value, properties, recommendation_id, impression, attribution_source,
       sequence
FROM events
WHERE sequence > ?1 AND sequence <= ?2
ORDER BY sequence
LIMIT ?3)sql";

/// ?1 user and ?2 session of the last pair, ?3 number of pairs → names, then ids
constexpr std::string_view kJoinedPage = R"sql(
SELECT (SELECT name FROM visitors WHERE id = user), (SELECT name FROM visitors WHERE id = session), user, session
FROM joined_sessions
WHERE (user, session) > (?1, ?2)
ORDER BY user, session
LIMIT ?3)sql";

}  // namespace

Result<std::int64_t> last_sequence(Database& database) {
  auto access = database.access();
  if (!access) return access.error();
  return database.query_integer(kLastSequence);
}

Result<std::vector<StoredEvent>> EventReader::next_page() {
  auto access = database_->access();
  if (!access) return access.error();
  auto rows = database_->prepare(kEventPage);
  if (!rows) return rows.error();
  rows->bind(1, after_).bind(2, until_).bind(3, kPage);
  std::vector<StoredEvent> events;
  while (true) {
    auto row = rows->step();
    if (!row) return row.error();
    if (!*row) break;
    events.push_back({rows->integer(11), read_event(*rows)});
  }
  if (!events.empty()) after_ = events.back().sequence;
  return events;
}

Result<std::vector<JoinedSession>> JoinedSessionReader::next_page() {
  auto access = database_->access();
  if (!access) return access.error();
  auto rows = database_->prepare(kJoinedPage);
  if (!rows) return rows.error();
  rows->bind(1, user_).bind(2, session_).bind(3, kPage);
  std::vector<JoinedSession> joined;
  std::pair last{user_, session_};
  while (true) {
    auto row = rows->step();
    if (!row) return row.error();
    if (!*row) break;
    joined.push_back({rows->text(0), rows->text(1)});
    last = {rows->integer(2), rows->integer(3)};
  }
  std::tie(user_, session_) = last;
  return joined;
}

}  // namespace pocketrec
