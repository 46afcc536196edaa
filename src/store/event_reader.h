#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domain/interaction.h"
#include "result/result.h"
#include "store/database.h"

namespace pocketrec {

/// An event with its place in the log.
struct StoredEvent {
  std::int64_t sequence = 0;  ///< order of arrival, from 1 on; erased events leave gaps, and no number is given again
  Interaction event;

  bool operator==(const StoredEvent&) const = default;
};

/// A user and a session that were named together: the anonymous events of the session are the user's.
struct JoinedSession {
  std::string user_id;
  std::string session_id;

  bool operator==(const JoinedSession&) const = default;
};

/// The sequence number that was given last, also to an event that is erased by now: where a reader that has seen
/// everything goes on from. 0 when there was none. Errors: storage.
Result<std::int64_t> last_sequence(Database& database);

/// Reads events in the order of arrival, a page at a time: memory does not depend on the log, and others use the
/// Database between the pages. Thread-safe through the Database's lock; a reader has one user.
class EventReader {
 public:
  static constexpr std::int64_t kPage = 200;  ///< events

  /// Reads those with after < sequence ≤ until. `database` must outlive the reader.
  EventReader(Database& database, std::int64_t after, std::int64_t until)
      : database_(&database), after_(after), until_(until) {}

  /// The next events, at most kPage; none at the end. Errors: storage; then the same page can be asked for again.
  Result<std::vector<StoredEvent>> next_page();

 private:
  Database* database_;
  std::int64_t after_;
  std::int64_t until_;
};

/// Reads the joined sessions, a page at a time, in an order that does not change.
class JoinedSessionReader {
 public:
  static constexpr std::int64_t kPage = 1000;  ///< pairs

  /// `database` must outlive the reader.
  explicit JoinedSessionReader(Database& database) : database_(&database) {}

  /// The next pairs, at most kPage; none at the end. Errors: storage; then the same page can be asked for again.
  Result<std::vector<JoinedSession>> next_page();

 private:
  Database* database_;
  std::int64_t user_ = 0;  // of the last pair
  std::int64_t session_ = 0;
};

}  // namespace pocketrec
