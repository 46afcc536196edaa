#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "engine/snapshot.h"
#include "result/result.h"
#include "store/event_log.h"

namespace pocketrec {

/// trend_scores() for every item of the catalogue, in the order of its rows.
using TrendScores = std::vector<std::uint32_t>;

/// What the recorded events say about growth: interactions of each item in the last interval against those in the
/// interval before it. The last interval ends with EventLog::newest(), not with the wall clock, which may be wrong on a
/// device and would make a restored or copied log answer differently. Counted once, and again only after new events.
/// Thread-safe.
class Trends {
 public:
  /// `log` may be nullptr: then there are no recorded events. It must outlive this.
  explicit Trends(const EventLog* log) : log_(log) {}

  /// Scores by intervals of that length, above 0; null when no item of the catalogue has an event in the last two.
  /// Errors: storage.
  Result<std::shared_ptr<const TrendScores>> of(const Snapshot& snapshot, std::chrono::seconds interval);

  /// Forgets what was counted: the next of() sees what the log has now.
  void forget();

 private:
  std::mutex mutex_;
  const EventLog* log_;
  std::uint64_t snapshot_ = 0;    ///< of the scores kept
  std::uint64_t generation_ = 0;  ///< grows with forget(), so that counts made before it are not kept after it
  std::map<std::chrono::seconds, std::shared_ptr<const TrendScores>> by_interval_;
};

}  // namespace pocketrec
