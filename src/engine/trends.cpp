#include "engine/trends.h"

#include <utility>

#include "scoring/trend.h"

namespace pocketrec {
namespace {

/// Adds up the events of one interval. Returns whether any named an item of the catalogue.
Result<bool> count_interval(const EventLog& log, const Catalog& catalog, Timestamp after, Timestamp until,
                            std::uint64_t TrendCounts::*member, std::vector<TrendCounts>& counts) {
  const auto items = log.count_items(after, until);
  if (!items) return items.error();
  bool any = false;
  for (const ItemCount& item : *items) {
    const auto row = catalog.find(item.item_id);
    if (!row) continue;
    counts[*row].*member = item.events;
    any = true;
  }
  return any;
}

Result<std::shared_ptr<const TrendScores>> count(const EventLog& log, const Catalog& catalog,
                                                 std::chrono::seconds interval) {
  const auto newest = log.newest();
  if (!newest) return newest.error();
  // Before 1970: a clock that was never set, and the subtraction below could overflow.
  if (!*newest || **newest < Timestamp{}) return std::shared_ptr<const TrendScores>();
  const Timestamp end = **newest;
  std::vector<TrendCounts> counts(catalog.size());
  const auto now = count_interval(log, catalog, end - interval, end, &TrendCounts::now, counts);
  if (!now) return now.error();
  const auto before = count_interval(log, catalog, end - 2 * interval, end - interval, &TrendCounts::before, counts);
  if (!before) return before.error();
  if (!*now && !*before) return std::shared_ptr<const TrendScores>();
  return std::make_shared<const TrendScores>(trend_scores(counts));
}

}  // namespace

Result<std::shared_ptr<const TrendScores>> Trends::of(const Snapshot& snapshot, std::chrono::seconds interval) {
  if (log_ == nullptr) return std::shared_ptr<const TrendScores>();
  std::uint64_t generation = 0;
  {
    const std::lock_guard lock(mutex_);
    if (snapshot_ != snapshot.id()) {
      by_interval_.clear();
      snapshot_ = snapshot.id();
    }
    if (const auto found = by_interval_.find(interval); found != by_interval_.end()) return found->second;
    generation = generation_;
  }
  auto scores = count(*log_, snapshot.catalog(), interval);
  if (!scores) return scores;
  const std::lock_guard lock(mutex_);
  if (generation == generation_ && snapshot_ == snapshot.id()) by_interval_[interval] = *scores;
  return scores;
}

void Trends::forget() {
  const std::lock_guard lock(mutex_);
  ++generation_;
  by_interval_.clear();
}

}  // namespace pocketrec
