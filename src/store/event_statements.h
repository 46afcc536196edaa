#pragma once

#include <string_view>

/// The statements of the EventLog, over the tables and indexes of migrations/. A header of their own, so that a test
/// can ask SQLite how it will execute them.
namespace pocketrec::sql {

/// ?1 name → id
inline constexpr std::string_view kFindVisitor = "SELECT id FROM visitors WHERE name = ?1";

/// ?1 name
inline constexpr std::string_view kAddVisitor = "INSERT INTO visitors (name) VALUES (?1)";

/// ?1 user, ?2 session
inline constexpr std::string_view kJoinSession =
    "INSERT OR IGNORE INTO joined_sessions (user, session) VALUES (?1, ?2)";

/// ?1 sequence of an event of the same visitor and moment, ?2 event_id, then the other fields → a row when it is the
/// same event
inline constexpr std::string_view kIsSameEvent = R"sql(
SELECT 1 FROM events
WHERE sequence = ?1
  AND (event_id = ?2 AND ?2 <> ''
       OR event_type = ?3 AND item_id = ?4 AND event_value IS ?5 AND properties = ?6 AND recommendation_id = ?7
          AND session IS ?8))sql";

/// ?1 number of the last events to look at → sequence, user, session, event_id, the oldest first
inline constexpr std::string_view kRecentEventIds = R"sql(
SELECT sequence, user, session, event_id FROM events
WHERE sequence > (SELECT max(sequence) FROM events) - ?1 AND event_id <> ''
ORDER BY sequence)sql";

/// ?1 sequence, ?2 event_id, ?3 user or NULL, ?4 session of an event without a user → a row when they belong together
inline constexpr std::string_view kHasEventId = R"sql(
SELECT 1 FROM events
WHERE sequence = ?1 AND event_id = ?2 AND user IS ?3 AND (user IS NOT NULL OR session IS ?4))sql";

/// ?12 the least sequence number; beyond that, the next one that was never given
inline constexpr std::string_view kInsertEvent = R"sql(
INSERT INTO events (user, session, sent_at, event_type, item_id, event_value, event_id, recommendation_id, properties,
                    impression, attribution_source, sequence)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,
        max(?12, 1 + (SELECT last_sequence FROM erasures), 1 + coalesce((SELECT max(sequence) FROM events), 0))))sql";

/// ?1 user → its sessions
inline constexpr std::string_view kSessionsOf = "SELECT session FROM joined_sessions WHERE user = ?1";

/// ?1 sequence → the fields of Interaction, in its order
inline constexpr std::string_view kEvent = R"sql(
SELECT (SELECT name FROM visitors WHERE id = user), (SELECT name FROM visitors WHERE id = session), event_id,
       event_type, item_id, sent_at, event_value, properties, recommendation_id, impression, attribution_source
FROM events
WHERE sequence = ?1)sql";

/// ?1 number of the last events to look at → the newest sent_at among them, NULL for none
inline constexpr std::string_view kNewest =
    "SELECT max(sent_at) FROM (SELECT sent_at FROM events ORDER BY sequence DESC LIMIT ?1)";

/// ?1 after, ?2 until → item_id and number of events, by item_id
inline constexpr std::string_view kCountItems = R"sql(
SELECT item_id, count(*) FROM (
  SELECT item_id FROM event_times JOIN events USING (sequence)
  WHERE event_times.sent_at > ?1 AND event_times.sent_at <= ?2
  UNION ALL
  SELECT item_id FROM events
  WHERE sequence > (SELECT last_sequence FROM event_index) AND sent_at > ?1 AND sent_at <= ?2)
WHERE item_id <> ''
GROUP BY item_id
ORDER BY item_id)sql";

inline constexpr std::string_view kCountEvents = "SELECT count(*) FROM events";

/// ?1 a sequence number, which is not given to another event from then on, nor one below it
inline constexpr std::string_view kRaiseSequence = "UPDATE erasures SET last_sequence = max(last_sequence, ?1)";

}  // namespace pocketrec::sql
