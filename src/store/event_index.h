#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <vector>

#include "result/result.h"
#include "store/database.h"

namespace pocketrec {

/// Whose events are where in the log, and when. Two levels, as of a log-structured merge tree (O'Neil et al., Acta
/// Informatica 33, 1996): tables of the file in order of visitors and of time (migrations/008_event_index.sql), and in
/// memory the latest events, which the tables lack. These are merged into them together, so that a page is written once
/// for many events; after a start they are read back from the end of the log. For one thread at a time, which holds
/// Database::access().
class EventIndex {
 public:
  /// Events that are kept in memory at most before they are merged, about 80 bytes each.
  static constexpr std::size_t kMergeAt = 1024;

  /// Whom an event belongs to: its user, or its session when it names no user.
  struct Owner {
    std::int64_t visitor = 0;  ///< visitors.id; 0: the event names neither
    bool is_anonymous = false;

    static Owner of(std::optional<std::int64_t> user, std::optional<std::int64_t> session) {
      return user ? Owner{*user, false} : Owner{session.value_or(0), true};
    }
    auto operator<=>(const Owner&) const = default;
  };

  /// An event, in the order of the table of visitors.
  struct Key {
    Owner owner;
    std::int64_t sent_at = 0;  ///< milliseconds since 1970
    std::int64_t sequence = 0;

    auto operator<=>(const Key&) const = default;
  };

  /// `database` must outlive the index. merge_at: for tests.
  explicit EventIndex(Database& database, std::size_t merge_at = kMergeAt)
      : database_(&database), merge_at_(merge_at) {}

  /// The owner's events with from ≤ sent_at ≤ until, in order of time and then of arrival. Its cost is proportional to
  /// the answer. Errors: storage.
  Result<std::vector<Key>> find(Owner owner, std::int64_t from = std::numeric_limits<std::int64_t>::min(),
                                std::int64_t until = std::numeric_limits<std::int64_t>::max());

  /// An event was stored in the open transaction. Precondition: find() was called since forget().
  void add(const Key& key) { latest_.insert(key); }

  /// Within a transaction: brings the tables up to date when enough events wait for that. Errors: storage.
  Result<void> merge_if_due();

  /// The same at once. Afterwards statements can rely on the tables alone until the next add(). Errors: storage.
  Result<void> merge();

  /// What is in memory may be wrong, because a transaction was taken back or rows were removed.
  void forget() { is_loaded_ = false; }

 private:
  Result<void> load();

  Database* database_;
  std::size_t merge_at_;
  std::uint64_t generation_ = 0;  // of the database, that `latest_` knows
  bool is_loaded_ = false;
  std::set<Key> latest_;  // events behind event_index.last_sequence
};

/// Brings the tables up to date when they are far behind, after a migration or a salvage: in many transactions, so that
/// the write-ahead log stays small. Precondition: Database::access() is held, with no transaction open. Errors:
/// storage; then the rest waits for the next time.
Result<void> catch_up(Database& database);

}  // namespace pocketrec
