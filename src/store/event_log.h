#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/interaction.h"
#include "result/result.h"
#include "store/database.h"
#include "store/erasure.h"
#include "store/event_index.h"
#include "store/event_reader.h"
#include "store/group_commit.h"
#include "store/recent_event_ids.h"
#include "store/retention.h"

namespace pocketrec {

/// What append() did.
struct AppendResult {
  std::size_t stored = 0;
  std::size_t duplicates = 0;  ///< passed over: the same event id, or the same content, was stored before
  std::uint64_t dropped = 0;   ///< old events, of anyone, that made room (Retention)
};

/// Events of one item.
struct ItemCount {
  std::string item_id;
  std::uint64_t events = 0;

  bool operator==(const ItemCount&) const = default;
};

/// The durable log of interactions. Thread-safe through the Database's lock. At most one log for a Database.
///
/// An event is a duplicate, also after a restart (contract/events-api.md §2, de-duplication), when there is
/// - an event of the same user with the same time and all other fields equal but event id, impression and source,
///   however long ago (an implicit impression is not known any more when the event is sent again after a restart); or
/// - an event of the same user with the same event id, and either the same time, however long ago, or any time among
/// the
///   last RecentEventIds::kCapacity events stored. An anonymous visitor's session counts as the user; an event that
///   names both user and session also repeats what the session sent anonymously.
/// The first two are searches of the EventIndex that reading needs anyway. The last lives in memory and is
/// read back from the end of the log, because a unique index over random ids would multiply what is written to flash.
/// Users who share an id do not shadow each other's events, as they would if ids were compared alone.
class EventLog {
 public:
  /// `database` must outlive the log. clock, merge_at (of EventIndex): for tests.
  explicit EventLog(Database& database, const Ceilings& ceilings = {},
                    std::function<ClockReading()> clock = ClockReading::now,
                    std::size_t merge_at = EventIndex::kMergeAt)
      : database_(&database), index_(database, merge_at), retention_(database, index_, ceilings, std::move(clock)) {}

  /// Stores the events, all or none; of duplicates within them the first is stored. When it returns without an error
  /// they are on stable storage. Calls of several threads at the same time share a transaction (GroupCommit), and none
  /// fails for what is wrong with another one's events. A value that is not a number is stored as none.
  /// Errors: storage; then nothing is acknowledged, and appending the same again is safe, since events that did reach
  /// the disk are duplicates. invalid_input for an event of more than a megabyte. overloaded when the day's ceiling is
  /// reached.
  Result<AppendResult> append(std::span<const Interaction> events);

  /// Stores events that were read from a log, all or none, each under its own sequence number unless that is not above
  /// the last one given here; then sessions that were joined; no number up to last_sequence is given afterwards. In
  /// contrast to append() an event is only a duplicate of one of the same moment, since what stands in one log are
  /// different events, and appended() does not count it. Errors: as append().
  Result<AppendResult> restore(std::span<const StoredEvent> events, std::span<const JoinedSession> joined = {},
                               std::int64_t last_sequence = 0);

  /// Forgets a visitor: removes the events of the user, the anonymous ones of the sessions that were given or ever
  /// joined with the user, also if another user was, the record that PutUsers brought, and the ids. Events of other
  /// users stay, and name a session no more that was given or has the user's id. When it returns without an error, no
  /// byte of that is in the file or its write-ahead log; it reads the whole file for that. Stopped halfway, it is
  /// finished when the Database is opened again. Nobody to forget is no error.
  /// Errors: storage. The erasure may then have happened, but its bytes are still there; the same call again is safe.
  Result<ErasureResult> erase(const ErasedVisitor& visitor);

  /// What append() did since the log was opened, all calls together. Does not touch the disk.
  AppendResult appended() const { return {stored_, duplicates_, retention_.dropped()}; }

  /// The ceilings, and what they did.
  const Retention& retention() const { return retention_; }

  /// Drops what is over the ceilings, for example after they were lowered, and gives back the room that this leaves
  /// (shrink()). append() drops little by little, and keeps the room.
  /// Errors: storage.
  Result<void> trim();

  /// Database::check_writable().
  Result<void> check_writable() { return database_->check_writable(); }

  /// Events of a user or visitor in order of time, those of the same moment in the order in which they came: those with
  /// that user id, the anonymous ones of every session that was ever joined with that user id, and the anonymous ones
  /// whose session id is `visitor_id` itself (contract/events-api.md §2, anonymous to known). None for an empty id.
  /// Its cost is proportional to the answer.
  Result<std::vector<Interaction>> events_of(std::string_view visitor_id) const;

  /// The newest time among the last hundred events that came, nothing for an empty log. Only these are asked, so that
  /// an event from a clock that runs ahead does not stand for now for ever.
  Result<std::optional<Timestamp>> newest() const;

  /// Events of each item with after < time ≤ until, by item id; events without an item are passed over. Its cost is
  /// proportional to the events in that time.
  Result<std::vector<ItemCount>> count_items(Timestamp after, Timestamp until) const;

  /// Number of events stored. Reads through the whole log.
  Result<std::uint64_t> count() const;

 private:
  using VisitorId = std::optional<std::int64_t>;

  /// Who an event is of.
  struct Sender {
    VisitorId user;
    VisitorId session;
  };

  /// A call of append().
  struct Batch {
    std::span<const Interaction> events;
    std::optional<Result<AppendResult>> result;
  };

  Result<void> load_recent_ids();
  Result<VisitorId> find_visitor(std::string_view name) const;
  Result<VisitorId> find_or_add_visitor(std::string_view name);
  Result<void> join(std::int64_t user, std::int64_t session);
  Result<Sender> find_or_add_sender(std::string_view user_id, std::string_view session_id);
  Result<std::vector<EventIndex::Key>> keys_of(std::int64_t visitor) const;
  Result<bool> is_at_its_moment(const Interaction& event, VisitorId user, VisitorId session);
  Result<bool> is_stored(const Interaction& event, VisitorId user, VisitorId session);
  Result<bool> is_recent(bool known, std::int64_t visitor, std::string_view event_id);
  Result<std::int64_t> insert(const Interaction& event, VisitorId user, VisitorId session,
                              std::int64_t least_sequence = 0);
  Result<bool> append_one(const Interaction& event);
  Result<AppendResult> restore_all(std::span<const StoredEvent> events, std::span<const JoinedSession> joined,
                                   std::int64_t last_sequence);
  void commit(std::span<Batch* const> batches);
  Result<void> append_all(std::span<Batch* const> batches);

  Database* database_;
  mutable EventIndex index_;      // knows the file, in parts that it has read so far
  std::uint64_t generation_ = 0;  // of the database, that the following know
  Retention retention_;
  GroupCommit<Batch> group_commit_;
  std::atomic<std::size_t> stored_ = 0;
  std::atomic<std::size_t> duplicates_ = 0;
  std::optional<RecentEventIds> recent_ids_;  // empty until they are read from the log
};

}  // namespace pocketrec
