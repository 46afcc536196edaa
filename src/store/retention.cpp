#include "store/retention.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <string_view>
#include <vector>

#include "store/database.h"
#include "store/event_statements.h"
#include "store/statement.h"
#include "store/visitor_rows.h"

namespace pocketrec {
namespace {

/// → the oldest sequence, NULL for none, and the newest one that was ever given
constexpr std::string_view kSpan = R"sql(
SELECT (SELECT min(sequence) FROM events),
       max(coalesce((SELECT max(sequence) FROM events), 0), (SELECT last_sequence FROM erasures)))sql";
constexpr std::string_view kLastDay = "SELECT day, first_sequence FROM days ORDER BY day DESC LIMIT 1";
constexpr std::string_view kNoteDay = "INSERT OR IGNORE INTO days (day, first_sequence) VALUES (?1, ?2)";
/// ?1 first day whose events are kept → where it, or the next one with events, begins
constexpr std::string_view kFirstKept = "SELECT first_sequence FROM days WHERE day >= ?1 ORDER BY day LIMIT 1";
/// All but the last day that ?1, the first kept event, is not before: the others say nothing any more.
constexpr std::string_view kForgetDays =
    "DELETE FROM days WHERE day < (SELECT max(day) FROM days WHERE first_sequence <= ?1)";

constexpr std::string_view kVisitorsBefore = R"sql(
SELECT user FROM events WHERE sequence < ?1 AND user IS NOT NULL
UNION SELECT session FROM events WHERE sequence < ?1 AND session IS NOT NULL)sql";
constexpr std::string_view kForgetTimesBefore = R"sql(
DELETE FROM event_times
WHERE (sent_at, sequence) IN (SELECT sent_at, sequence FROM events WHERE sequence < ?1))sql";
constexpr std::string_view kForgetVisitorsBefore = R"sql(
DELETE FROM visitor_events
WHERE (visitor, is_anonymous, sent_at, sequence) IN
      (SELECT coalesce(user, session, 0), user IS NULL, sent_at, sequence FROM events WHERE sequence < ?1))sql";
constexpr std::string_view kDropBefore = "DELETE FROM events WHERE sequence < ?1";
/// ?1 visitor → pairs with it of which no event is left
constexpr std::string_view kIdlePairs = R"sql(
SELECT user, session FROM joined_sessions AS pair
WHERE (user = ?1 OR session = ?1)
  AND NOT EXISTS (SELECT 1 FROM visitor_events WHERE visitor = pair.user AND is_anonymous = 0)
  AND NOT EXISTS (SELECT 1 FROM visitor_events WHERE visitor = pair.session AND is_anonymous = 1))sql";
constexpr std::string_view kDropPair = "DELETE FROM joined_sessions WHERE user = ?1 AND session = ?2";
constexpr std::string_view kDropVisitor = "DELETE FROM visitors WHERE id = ?1";

// Events that are dropped together: old ones lie on the same pages, so this writes little more than dropping one.
constexpr std::int64_t kChunk = 1024;
constexpr int kChunksAtOnce = 2;

Result<void> run(Database& database, std::string_view sql, std::int64_t first,
                 std::optional<std::int64_t> second = {}) {
  auto statement = database.prepare(sql);
  if (!statement) return statement.error();
  statement->bind(1, first);
  if (second) statement->bind(2, *second);
  return statement->run();
}

/// Drops what names the visitors, whose events were dropped, and is of no use without them.
Result<void> drop_visitors(Database& database, const std::vector<std::int64_t>& visitors) {
  std::set<std::int64_t> candidates(visitors.begin(), visitors.end());
  for (const std::int64_t visitor : visitors) {
    const auto pairs = read_ids(database, kIdlePairs, visitor, 2);
    if (!pairs) return pairs.error();
    for (std::size_t i = 0; i < pairs->size(); i += 2) {
      candidates.insert({(*pairs)[i], (*pairs)[i + 1]});
      if (auto ok = run(database, kDropPair, (*pairs)[i], (*pairs)[i + 1]); !ok) return ok;
    }
  }
  for (const std::int64_t visitor : candidates) {
    const auto used = is_visitor_used(database, visitor);
    if (!used) return used.error();
    if (*used) continue;
    if (auto ok = run(database, kDropVisitor, visitor); !ok) return ok;
  }
  return {};
}

}  // namespace

Result<Retention::Span> Retention::read_span() {
  auto query = database_->prepare(kSpan);
  if (!query) return query.error();
  auto row = query->step();
  if (!row) return row.error();
  const auto oldest = query->optional_integer(0);
  const std::int64_t newest = query->integer(1);
  return Span{oldest ? *oldest : newest + 1, newest};
}

Result<void> Retention::make_room(std::size_t coming) {
  auto span = read_span();
  if (!span) return span.error();
  if (auto ok = note_day(*span); !ok) return ok;

  const auto length = [&] { return static_cast<std::uint64_t>(span->newest + 1 - span->oldest); };
  if (ceilings_.events != 0 && length() + coming > ceilings_.events) {
    const auto excess = static_cast<std::int64_t>(length() + coming - ceilings_.events);
    const auto chunk = std::clamp<std::int64_t>(static_cast<std::int64_t>(ceilings_.events / 16), 1, kChunk);
    const std::int64_t first_kept = span->oldest + std::min(std::max(excess, chunk), kChunk * kChunksAtOnce);
    if (auto ok = drop(*span, first_kept, Reason::events); !ok) return ok;
  }
  if (ceilings_.days != 0) {
    const auto first_kept = first_kept_by_age();
    if (!first_kept) return first_kept.error();
    const std::int64_t most = span->oldest + kChunk * kChunksAtOnce;
    if (auto ok = drop(*span, std::min(*first_kept, most), Reason::age); !ok) return ok;
  }
  if (ceilings_.bytes != 0) {
    for (int chunk = 0; chunk < kChunksAtOnce; ++chunk) {
      const auto lacking = lacks_pages();
      if (!lacking) return lacking.error();
      if (!*lacking) break;
      if (auto ok = drop(*span, span->oldest + kChunk, Reason::bytes); !ok) return ok;
    }
  }
  span_ = length();
  return {};
}

Result<void> Retention::note_day(const Span& span) {
  if (!noted_day_) {
    auto query = database_->prepare(kLastDay);
    if (!query) return query.error();
    auto row = query->step();
    if (!row) return row.error();
    if (*row) {
      noted_day_ = query->integer(0);
      day_begins_ = query->integer(1);
    }
    if (!days_) days_.emplace(noted_day_, clock_());
    today_ = *row ? static_cast<std::uint64_t>(std::max<std::int64_t>(span.newest + 1 - day_begins_, 0)) : 0;
  }
  const std::int64_t day = days_->advance(clock_());
  if (noted_day_ && *noted_day_ >= day) return {};
  // What came before days were counted is not older than that.
  if (!noted_day_) {
    if (auto ok = run(*database_, kNoteDay, day - 1, 0); !ok) return ok;
  }
  if (auto ok = run(*database_, kNoteDay, day, span.newest + 1); !ok) return ok;
  noted_day_ = day;
  day_begins_ = span.newest + 1;
  today_ = 0;
  return {};
}

Result<std::int64_t> Retention::first_kept_by_age() {
  auto query = database_->prepare(kFirstKept);
  if (!query) return query.error();
  auto row = query->bind(1, *noted_day_ - ceilings_.days).step();
  if (!row) return row.error();
  return *row ? query->integer(0) : 0;
}

Result<bool> Retention::lacks_pages() {
  const auto page_bytes = database_->query_integer("PRAGMA page_size");
  const auto pages = database_->query_integer("PRAGMA page_count");
  const auto free = database_->query_integer("PRAGMA freelist_count");
  for (const auto* value : {&page_bytes, &pages, &free}) {
    if (!*value) return value->error();
  }
  const auto used = static_cast<std::uint64_t>((*pages - *free) * *page_bytes);
  return used + Ceilings::kReserveBytes > ceilings_.file_bytes();
}

Result<void> Retention::drop(Span& span, std::int64_t first_kept, Reason reason) {
  first_kept = std::min(first_kept, span.newest + 1);
  if (first_kept <= span.oldest) return {};
  if (auto ok = index_->merge(); !ok) return ok;
  const auto visitors = read_ids(*database_, kVisitorsBefore, first_kept);
  if (!visitors) return visitors.error();
  if (first_kept > span.newest) {
    if (auto ok = run(*database_, sql::kRaiseSequence, span.newest); !ok) return ok;
  }
  for (const std::string_view sql : {kForgetVisitorsBefore, kForgetTimesBefore}) {
    if (auto ok = run(*database_, sql, first_kept); !ok) return ok;
  }
  const auto before = database_->query_integer("SELECT total_changes()");
  if (!before) return before.error();
  if (auto ok = run(*database_, kDropBefore, first_kept); !ok) return ok;
  const auto after = database_->query_integer("SELECT total_changes()");
  if (!after) return after.error();
  dropping_[static_cast<std::size_t>(reason)] += static_cast<std::uint64_t>(*after - *before);
  if (auto ok = drop_visitors(*database_, *visitors); !ok) return ok;
  if (auto ok = run(*database_, kForgetDays, first_kept); !ok) return ok;
  const auto left = read_span();
  if (!left) return left.error();
  span = *left;
  return {};
}

bool Retention::admit(std::size_t coming) {
  if (ceilings_.events_a_day != 0 && today_ + admitted_ + coming > ceilings_.events_a_day) return false;
  admitted_ += coming;
  return true;
}

void Retention::settle(std::optional<std::size_t> stored) {
  if (stored) {
    span_ += *stored;
    for (std::size_t reason = 0; reason < kReasons; ++reason) dropped_[reason] += dropping_[reason];
    today_ += admitted_;
  } else {
    noted_day_.reset();  // its row may have been taken back
  }
  dropping_ = {};
  admitted_ = 0;
}

std::uint64_t Retention::dropped() const {
  return std::accumulate(dropped_.begin(), dropped_.end(), std::uint64_t{0});
}

}  // namespace pocketrec
