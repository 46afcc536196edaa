#include "store/event_index.h"

#include <algorithm>
#include <string_view>

#include "store/statement.h"
#include "store/transaction.h"

namespace pocketrec {
namespace {

/// → sequence, user, session, sent_at of the events that the tables lack
constexpr std::string_view kLatest = R"sql(
SELECT sequence, user, session, sent_at FROM events
WHERE sequence > (SELECT last_sequence FROM event_index))sql";

/// ?1 visitor, ?2 is_anonymous, ?3 and ?4 first and last sent_at → sent_at, sequence
constexpr std::string_view kFindKeys = R"sql(
SELECT sent_at, sequence FROM visitor_events
WHERE visitor = ?1 AND is_anonymous = ?2 AND sent_at >= ?3 AND sent_at <= ?4
ORDER BY sent_at, sequence)sql";

/// ?1 last sequence
constexpr std::string_view kMergeVisitors = R"sql(
INSERT INTO visitor_events (visitor, is_anonymous, sent_at, sequence)
SELECT coalesce(user, session, 0), user IS NULL, sent_at, sequence FROM events
WHERE sequence > (SELECT last_sequence FROM event_index) AND sequence <= ?1
ORDER BY 1, 2, 3, 4)sql";
constexpr std::string_view kMergeTimes = R"sql(
INSERT INTO event_times (sent_at, sequence)
SELECT sent_at, sequence FROM events
WHERE sequence > (SELECT last_sequence FROM event_index) AND sequence <= ?1
ORDER BY 1, 2)sql";
constexpr std::string_view kMerged = "UPDATE event_index SET last_sequence = ?1";

constexpr std::string_view kLastEvent = "SELECT max(sequence) FROM events";
/// ?1 number of events → the last of so many that the tables lack, NULL when there are not so many
constexpr std::string_view kLastOfStep = R"sql(
SELECT sequence FROM events
WHERE sequence > (SELECT last_sequence FROM event_index)
ORDER BY sequence
LIMIT 1 OFFSET ?1 - 1)sql";

// Events that catch_up() takes in a transaction: about a megabyte of the write-ahead log.
constexpr std::int64_t kStep = 20'000;

Result<void> merge_until(Database& database, std::int64_t last_sequence) {
  for (const std::string_view sql : {kMergeVisitors, kMergeTimes, kMerged}) {
    auto statement = database.prepare(sql);
    if (!statement) return statement.error();
    if (auto ok = statement->bind(1, last_sequence).run(); !ok) return ok;
  }
  return {};
}

}  // namespace

Result<void> EventIndex::load() {
  if (is_loaded_ && generation_ == database_->generation()) return {};
  is_loaded_ = false;
  latest_.clear();
  auto rows = database_->prepare(kLatest);
  if (!rows) return rows.error();
  while (true) {
    const auto row = rows->step();
    if (!row) return row.error();
    if (!*row) break;
    latest_.insert(
        {Owner::of(rows->optional_integer(1), rows->optional_integer(2)), rows->integer(3), rows->integer(0)});
  }
  generation_ = database_->generation();
  is_loaded_ = true;
  return {};
}

Result<std::vector<EventIndex::Key>> EventIndex::find(Owner owner, std::int64_t from, std::int64_t until) {
  if (auto ok = load(); !ok) return ok.error();
  auto rows = database_->prepare(kFindKeys);
  if (!rows) return rows.error();
  rows->bind(1, owner.visitor).bind(2, std::int64_t{owner.is_anonymous}).bind(3, from).bind(4, until);
  std::vector<Key> keys;
  while (true) {
    const auto row = rows->step();
    if (!row) return row.error();
    if (!*row) break;
    keys.push_back({owner, rows->integer(0), rows->integer(1)});
  }
  const auto merged = static_cast<std::ptrdiff_t>(keys.size());
  for (auto key = latest_.lower_bound({owner, from, 0}); key != latest_.end(); ++key) {
    if (key->owner != owner || key->sent_at > until) break;
    keys.push_back(*key);
  }
  std::ranges::inplace_merge(keys, keys.begin() + merged);
  return keys;
}

Result<void> EventIndex::merge_if_due() {
  if (auto ok = load(); !ok) return ok;
  return latest_.size() < merge_at_ ? Result<void>() : merge();
}

Result<void> EventIndex::merge() {
  forget();
  const auto last = database_->query_integer(kLastEvent);
  if (!last) return last.error();
  return merge_until(*database_, *last);
}

Result<void> catch_up(Database& database) {
  while (true) {
    std::int64_t last = 0;
    {
      auto query = database.prepare(kLastOfStep);
      if (!query) return query.error();
      const auto row = query->bind(1, kStep).step();
      if (!row) return row.error();
      if (!*row) return {};
      last = query->integer(0);
    }
    auto transaction = Transaction::begin(database);
    if (!transaction) return transaction.error();
    if (auto ok = merge_until(database, last); !ok) return ok;
    if (auto ok = transaction->commit(); !ok) return ok;
  }
}

}  // namespace pocketrec
