#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "result/result.h"
#include "store/ceilings.h"
#include "store/device_days.h"
#include "store/event_index.h"

namespace pocketrec {

/// Keeps an event store below its ceilings. Works within the transactions that append events, about a thousand old
/// events at a time, so that no call waits for a long clean-up. For one thread at a time, which holds
/// Database::access().
class Retention {
 public:
  enum class Reason : std::uint8_t { events, bytes, age };
  static constexpr std::size_t kReasons = 3;

  /// `database` and `index`, which is that of its events, must outlive this. clock: for tests.
  Retention(Database& database, EventIndex& index, const Ceilings& ceilings,
            std::function<ClockReading()> clock = ClockReading::now)
      : database_(&database), index_(&index), ceilings_(ceilings), clock_(std::move(clock)) {}

  /// Within the transaction that is to store events: notes the day, and drops old events to make room for `coming`
  /// ones. Errors: storage.
  Result<void> make_room(std::size_t coming);

  /// Whether `coming` events are still within the day's ceiling; counts them if so.
  bool admit(std::size_t coming);

  /// The transaction of the last make_room() was committed with so many new events; nothing: it was taken back.
  void settle(std::optional<std::size_t> stored);

  const Ceilings& ceilings() const { return ceilings_; }
  /// Thread-safe, as what follows: events dropped since the start.
  std::uint64_t dropped(Reason reason) const { return dropped_[static_cast<std::size_t>(reason)]; }
  std::uint64_t dropped() const;
  /// Events taken today.
  std::uint64_t today() const { return today_; }
  /// Events from the oldest to the newest. Erased ones between them count, since nobody counts the others.
  std::uint64_t span() const { return span_; }

 private:
  /// Oldest sequence, and the newest one that was ever given; for an empty log `oldest` is behind it.
  struct Span {
    std::int64_t oldest = 1;
    std::int64_t newest = 0;
  };

  Result<Span> read_span();
  Result<void> note_day(const Span& span);
  Result<std::int64_t> first_kept_by_age();
  Result<bool> lacks_pages();
  Result<void> drop(Span& span, std::int64_t first_kept, Reason reason);

  Database* database_;
  EventIndex* index_;
  const Ceilings ceilings_;
  const std::function<ClockReading()> clock_;
  std::optional<DeviceDays> days_;
  std::optional<std::int64_t> noted_day_;           // has a row
  std::int64_t day_begins_ = 1;                     // sequence
  std::array<std::uint64_t, kReasons> dropping_{};  // by the open transaction
  std::uint64_t admitted_ = 0;                      // likewise
  std::array<std::atomic<std::uint64_t>, kReasons> dropped_{};
  std::atomic<std::uint64_t> today_ = 0;
  std::atomic<std::uint64_t> span_ = 0;
};

}  // namespace pocketrec
