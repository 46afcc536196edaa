#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "domain/timestamp.h"
#include "engine/snapshot.h"
#include "result/result.h"
#include "store/event_log.h"
#include "store/record_store.h"
#include "user/user_state.h"

namespace pocketrec {

/// A user's state, and what it lacks.
struct KnownUser {
  std::shared_ptr<const UserState> state;
  std::optional<Error> unread;  ///< why it has only what the model says: the store could not be read
};

/// States of the users asked for lately, rebuilt from the model's histories and the log when they are not there.
/// Thread-safe.
class UserStates {
 public:
  /// Either may be nullptr: then a state has what the model says. Both must outlive this.
  UserStates(const EventLog* log, const RecordStore* records) : log_(log), records_(records) {}

  /// Anonymous visits end after that time without an event (current_visit()); 0: never. Call before of().
  void end_visits_after(std::chrono::milliseconds idle) { idle_ = idle; }

  /// The state of a user or visitor now; empty for one nobody has heard of. A store that cannot be read leaves what the
  /// model says, so that lists go on; then it is asked again the next time.
  KnownUser of(std::string_view visitor_id, const Snapshot& snapshot);

  /// Forgets what is cached of a visitor: the next of() sees what the log has now.
  void forget(std::string_view visitor_id);

  /// Forgets all that is cached.
  void forget_all();

 private:
  struct Entry {
    std::string visitor_id;
    std::shared_ptr<const UserState> state;
    std::optional<Timestamp> ends;  ///< of the visit that it is of
  };

  void remove(std::list<Entry>::iterator entry);

  std::mutex mutex_;
  const EventLog* log_;
  const RecordStore* records_;
  std::chrono::milliseconds idle_{0};
  std::uint64_t snapshot_ = 0;    ///< of the cached states
  std::uint64_t generation_ = 0;  ///< grows with forget(), so that a state read before it is not cached after it
  std::list<Entry> entries_;      ///< most recently asked for first
  std::unordered_map<std::string_view, std::list<Entry>::iterator> by_visitor_;
};

/// The state that a model and what was recorded make: the packed history of the user, then the log's events; as profile
/// the properties that were put, or what the model has. properties: nothing when none were put.
UserState build_user_state(const Snapshot& snapshot, std::string_view visitor_id, std::span<const Interaction> recorded,
                           const std::optional<std::string>& properties = std::nullopt);

}  // namespace pocketrec
