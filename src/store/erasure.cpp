#include "store/erasure.h"

#include <algorithm>
#include <span>
#include <string_view>

#include "store/event_log.h"
#include "store/event_statements.h"
#include "store/statement.h"
#include "store/transaction.h"
#include "store/visitor_rows.h"

namespace pocketrec {
namespace {

constexpr std::string_view kBeginErasure = R"sql(
UPDATE erasures
SET last_sequence = max(last_sequence, coalesce((SELECT max(sequence) FROM events), 0)), is_pending = 1)sql";
constexpr std::string_view kEndErasure = "UPDATE erasures SET is_pending = 0";

/// ?1 a visitor, ?2 0 for events of the user, 1 for anonymous ones of the session
constexpr std::string_view kDeleteTimes = R"sql(
DELETE FROM event_times
WHERE (sent_at, sequence) IN (SELECT sent_at, sequence FROM visitor_events WHERE visitor = ?1 AND is_anonymous = ?2))sql";
constexpr std::string_view kDeleteEvents = R"sql(
DELETE FROM events
WHERE sequence IN (SELECT sequence FROM visitor_events WHERE visitor = ?1 AND is_anonymous = ?2))sql";
constexpr std::string_view kDeleteKeys = "DELETE FROM visitor_events WHERE visitor = ?1 AND is_anonymous = ?2";

/// ?1 a visitor
constexpr std::string_view kLeaveSession = R"sql(
UPDATE events SET session = NULL
WHERE session = ?1
  AND sequence IN (SELECT sequence FROM visitor_events
                   WHERE is_anonymous = 0 AND visitor IN (SELECT user FROM joined_sessions WHERE session = ?1)))sql";
constexpr std::string_view kUnjoinUser = "DELETE FROM joined_sessions WHERE user = ?1";
constexpr std::string_view kUnjoinSession = "DELETE FROM joined_sessions WHERE session = ?1";
constexpr std::string_view kDeleteRecordOfVisitor =
    "DELETE FROM records WHERE dataset = 1 AND id = (SELECT name FROM visitors WHERE id = ?1)";
constexpr std::string_view kDeleteVisitor = "DELETE FROM visitors WHERE id = ?1";

/// ?1 an id as text
constexpr std::string_view kDeleteRecord = "DELETE FROM records WHERE dataset = 1 AND id = ?1";

/// Runs a statement, and adds the number of rows that it changed.
template <typename... Values>
Result<void> change_rows(Database& database, std::string_view sql, std::uint64_t& changed, const Values&... values) {
  auto statement = database.prepare(sql);
  if (!statement) return statement.error();
  int parameter = 0;
  (statement->bind(++parameter, values), ...);
  if (auto ok = statement->run(); !ok) return ok.error();
  const auto rows = database.query_integer("SELECT changes()");
  if (!rows) return rows.error();
  changed += static_cast<std::uint64_t>(*rows);
  return {};
}

Result<void> delete_events(Database& database, const EventIndex::Owner& owner, ErasureResult& result) {
  std::uint64_t passed_over = 0;
  const std::int64_t is_anonymous = owner.is_anonymous ? 1 : 0;
  if (auto ok = change_rows(database, kDeleteTimes, passed_over, owner.visitor, is_anonymous); !ok) return ok;
  if (auto ok = change_rows(database, kDeleteEvents, result.events, owner.visitor, is_anonymous); !ok) return ok;
  return change_rows(database, kDeleteKeys, passed_over, owner.visitor, is_anonymous);
}

Result<void> delete_if_unused(Database& database, std::int64_t visitor, ErasureResult& result) {
  const auto used = is_visitor_used(database, visitor);
  if (!used) return used.error();
  if (*used) return {};
  if (auto ok = change_rows(database, kDeleteRecordOfVisitor, result.records, visitor); !ok) return ok;
  return change_rows(database, kDeleteVisitor, result.ids, visitor);
}

/// named: the ids that have to go, those of sessions and that of the user, which may stand as a session too.
Result<void> erase_rows(Database& database, std::optional<std::int64_t> user, std::span<const std::int64_t> named,
                        ErasureResult& result) {
  std::vector<std::int64_t> all(named.begin(), named.end());
  std::uint64_t passed_over = 0;
  if (user) {
    const auto joined = read_ids(database, sql::kSessionsOf, *user);
    if (!joined) return joined.error();
    for (const std::int64_t session : *joined) {
      if (std::ranges::find(named, session) == named.end()) all.push_back(session);
    }
    if (auto ok = delete_events(database, {*user, false}, result); !ok) return ok;
    if (auto ok = change_rows(database, kUnjoinUser, passed_over, *user); !ok) return ok;
  }
  for (const std::int64_t session : all) {
    if (auto ok = delete_events(database, {session, true}, result); !ok) return ok;
  }
  for (const std::int64_t session : named) {
    // Before the joins go, which say whose events to look at.
    if (auto ok = change_rows(database, kLeaveSession, passed_over, session); !ok) return ok;
    if (auto ok = change_rows(database, kUnjoinSession, passed_over, session); !ok) return ok;
  }
  for (const std::int64_t visitor : all) {
    if (auto ok = delete_if_unused(database, visitor, result); !ok) return ok;
  }
  return {};
}

}  // namespace

Result<ErasureResult> EventLog::erase(const ErasedVisitor& visitor) {
  auto access = database_->access();
  if (!access) return access.error();
  recent_ids_.reset();
  ErasureResult result;
  auto transaction = Transaction::begin(*database_);
  if (!transaction) return transaction.error();
  if (auto ok = database_->execute(kBeginErasure); !ok) return ok.error();
  if (auto ok = index_.merge(); !ok) return ok.error();
  auto user = find_visitor(visitor.user_id);
  if (!user) return user.error();
  std::vector<std::int64_t> named;
  if (*user) named.push_back(**user);
  for (const std::string& session_id : visitor.session_ids) {
    const auto session = find_visitor(session_id);
    if (!session) return session.error();
    if (*session && std::ranges::find(named, **session) == named.end()) named.push_back(**session);
  }
  if (auto ok = erase_rows(*database_, *user, named, result); !ok) return ok.error();
  // Also of a user without events.
  if (!visitor.user_id.empty()) {
    if (auto ok = change_rows(*database_, kDeleteRecord, result.records, std::string_view(visitor.user_id)); !ok) {
      return ok.error();
    }
  }
  if (auto ok = transaction->commit(); !ok) return ok.error();
  if (auto ok = remove_erased_bytes(*database_); !ok) return ok.error();
  return result;
}

Result<bool> has_erased_bytes(Database& database) {
  const auto pending = database.query_integer("SELECT is_pending FROM erasures");
  if (!pending) return pending.error();
  return *pending != 0;
}

Result<void> remove_erased_bytes(Database& database) {
  if (auto ok = database.zero_unused_bytes(); !ok) return ok;
  auto transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  if (auto ok = database.execute(kEndErasure); !ok) return ok;
  return transaction->commit();
}

}  // namespace pocketrec
