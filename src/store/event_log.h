#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "domain/interaction.h"
#include "result/result.h"
#include "store/database.h"

namespace pocketrec {

/// What append() did.
struct AppendResult {
  std::size_t stored = 0;
  std::size_t duplicates = 0;  ///< passed over: the same event id, or the same content, was stored before
};

/// The durable log of interactions. Thread-safe through the Database's lock.
class EventLog {
 public:
  /// `database` must outlive the log.
  explicit EventLog(Database& database) : database_(&database) {}

  /// Stores the events, all or none, in one transaction. When it returns without an error they are on stable storage.
  /// Errors: storage; nothing was stored.
  Result<AppendResult> append(std::span<const Interaction> events);

  /// Events of a user or visitor in order of time, those of the same moment in the order in which they came: those with
  /// that user id, the anonymous ones of every session that was ever joined with that user id, and the anonymous ones
  /// whose session id is `visitor_id` itself (contract/events-api.md §2, anonymous to known).
  Result<std::vector<Interaction>> events_of(std::string_view visitor_id) const;

  /// Number of events stored.
  Result<std::uint64_t> count() const;

 private:
  Database* database_;
};

}  // namespace pocketrec
