#include "store/event_log.h"

#include <algorithm>
#include <string>
#include <utility>

#include "store/compact.h"
#include "store/event_row.h"
#include "store/event_statements.h"
#include "store/statement.h"
#include "store/transaction.h"
#include "store/visitor_rows.h"

namespace pocketrec {
namespace {

/// Events among which newest() looks.
constexpr std::int64_t kNewestOf = 100;

std::int64_t milliseconds(Timestamp time) {
  return time.time_since_epoch().count();
}

Error day_is_full(const Ceilings& ceilings) {
  return {ErrorCode::overloaded,
          "expected at most " + std::to_string(ceilings.events_a_day) + " events a day, got more; try again tomorrow"};
}

}  // namespace

Result<AppendResult> EventLog::append(std::span<const Interaction> events) {
  Batch batch{events, {}};
  group_commit_.run(batch, [this](std::span<Batch* const> group) { commit(group); });
  if (!batch.result) return Error{ErrorCode::storage, "event store: the transaction that these events were in failed"};
  return *std::move(batch.result);
}

void EventLog::commit(std::span<Batch* const> batches) {
  const auto fail = [](std::span<Batch* const> failed, const Error& error) {
    for (Batch* batch : failed) batch->result = error;
  };
  auto access = database_->access();
  if (!access) return fail(batches, access.error());
  const auto stored = append_all(batches);
  if (stored) return;
  if (batches.size() == 1 || stored.error().code != ErrorCode::invalid_input) return fail(batches, stored.error());
  // Something is wrong with the events of one of them; the others' are stored.
  for (Batch* const& batch : batches) {
    const std::span alone(&batch, 1);
    if (auto ok = append_all(alone); !ok) fail(alone, ok.error());
  }
}

Result<void> EventLog::append_all(std::span<Batch* const> batches) {
  const auto write = [&]() -> Result<std::vector<Result<AppendResult>>> {
    if (generation_ != database_->generation()) {
      // The file may be another one.
      recent_ids_.reset();
      retention_.settle({});
      generation_ = database_->generation();
    }
    if (!recent_ids_) {
      if (auto ok = load_recent_ids(); !ok) return ok.error();
    }
    auto transaction = Transaction::begin(*database_);
    if (!transaction) return transaction.error();
    std::size_t coming = 0;
    for (const Batch* batch : batches) coming += batch->events.size();
    if (auto ok = retention_.make_room(coming); !ok) return ok.error();
    std::vector<Result<AppendResult>> results;
    for (const Batch* batch : batches) {
      if (!retention_.admit(batch->events.size())) {
        results.push_back(day_is_full(retention_.ceilings()));
        continue;
      }
      results.push_back(AppendResult{});
      AppendResult& result = *results.back();
      for (const Interaction& event : batch->events) {
        auto stored = append_one(event);
        if (!stored) return stored.error();
        ++(*stored ? result.stored : result.duplicates);
      }
    }
    if (auto ok = index_.merge_if_due(); !ok) return ok.error();
    if (auto ok = transaction->commit(); !ok) return ok.error();
    return results;
  };
  const std::uint64_t dropped = retention_.dropped();
  const auto results = write();
  if (!results) {
    retention_.settle({});
    // They may know events that were taken back.
    recent_ids_.reset();
    index_.forget();
    return results.error();
  }
  std::size_t stored = 0;
  for (const auto& result : *results) stored += result ? result->stored : 0;
  retention_.settle(stored);
  for (std::size_t i = 0; i < batches.size(); ++i) {
    batches[i]->result = (*results)[i];
    if (!(*results)[i]) continue;
    AppendResult& result = **batches[i]->result;
    result.dropped = retention_.dropped() - dropped;
    stored_ += result.stored;
    duplicates_ += result.duplicates;
  }
  return {};
}

Result<void> EventLog::trim() {
  for (std::uint64_t before = 0;; before = retention_.dropped()) {
    auto access = database_->access();
    if (!access) return access.error();
    const auto drop_some = [&]() -> Result<void> {
      auto transaction = Transaction::begin(*database_);
      if (!transaction) return transaction.error();
      if (auto ok = retention_.make_room(0); !ok) return ok;
      return transaction->commit();
    };
    const auto ok = drop_some();
    if (!ok) index_.forget();
    retention_.settle(ok ? std::optional<std::size_t>(0) : std::nullopt);
    if (!ok) return ok;
    if (retention_.dropped() == before) break;
  }
  return shrink(*database_);
}

Result<EventLog::Sender> EventLog::find_or_add_sender(std::string_view user_id, std::string_view session_id) {
  auto user = find_or_add_visitor(user_id);
  if (!user) return user.error();
  auto session = find_or_add_visitor(session_id);
  if (!session) return session.error();
  if (*user && *session) {
    if (auto ok = join(**user, **session); !ok) return ok.error();
  }
  return Sender{*user, *session};
}

Result<bool> EventLog::append_one(const Interaction& event) {
  // Before the search for duplicates: a repeated event may be the first that names its user.
  const auto sender = find_or_add_sender(event.user_id, event.session_id);
  if (!sender) return sender.error();
  const auto& [user, session] = *sender;
  auto duplicate = is_stored(event, user, session);
  if (!duplicate) return duplicate.error();
  if (*duplicate) return false;
  auto sequence = insert(event, user, session);
  if (!sequence) return sequence.error();
  if (const VisitorId visitor = user ? user : session; visitor && !event.event_id.empty()) {
    recent_ids_->add(RecentEventIds::key(user.has_value(), *visitor, event.event_id), *sequence);
  }
  return true;
}

Result<void> EventLog::load_recent_ids() {
  auto rows = database_->prepare(sql::kRecentEventIds);
  if (!rows) return rows.error();
  rows->bind(1, static_cast<std::int64_t>(RecentEventIds::kCapacity));
  RecentEventIds ids;
  for (;;) {
    auto row = rows->step();
    if (!row) return row.error();
    if (!*row) break;
    const VisitorId user = rows->optional_integer(1);
    if (const VisitorId visitor = user ? user : rows->optional_integer(2)) {
      ids.add(RecentEventIds::key(user.has_value(), *visitor, rows->text(3)), rows->integer(0));
    }
  }
  recent_ids_ = std::move(ids);
  return {};
}

Result<EventLog::VisitorId> EventLog::find_visitor(std::string_view name) const {
  if (name.empty()) return VisitorId{};
  auto query = database_->prepare(sql::kFindVisitor);
  if (!query) return query.error();
  auto row = query->bind(1, name).step();
  if (!row) return row.error();
  return *row ? VisitorId{query->integer(0)} : VisitorId{};
}

Result<EventLog::VisitorId> EventLog::find_or_add_visitor(std::string_view name) {
  auto found = find_visitor(name);
  if (!found || *found || name.empty()) return found;
  auto insertion = database_->prepare(sql::kAddVisitor);
  if (!insertion) return insertion.error();
  if (auto ok = insertion->bind(1, name).run(); !ok) return ok.error();
  return VisitorId{database_->last_sequence()};
}

Result<void> EventLog::join(std::int64_t user, std::int64_t session) {
  auto insertion = database_->prepare(sql::kJoinSession);
  if (!insertion) return insertion.error();
  return insertion->bind(1, user).bind(2, session).run();
}

Result<bool> EventLog::is_at_its_moment(const Interaction& event, VisitorId user, VisitorId session) {
  const std::int64_t moment = milliseconds(event.sent_at);
  const auto keys = index_.find(EventIndex::Owner::of(user, session), moment, moment);
  if (!keys) return keys.error();
  for (const EventIndex::Key& key : *keys) {
    auto query = database_->prepare(sql::kIsSameEvent);
    if (!query) return query.error();
    auto row = query->bind(1, key.sequence)
                   .bind(2, std::string_view(event.event_id))
                   .bind(3, std::string_view(event.event_type))
                   .bind(4, std::string_view(event.item_id))
                   .bind(5, event.event_value)
                   .bind(6, std::string_view(event.properties))
                   .bind(7, std::string_view(event.recommendation_id))
                   .bind(8, session)
                   .step();
    if (!row || *row) return row;
  }
  return false;
}

Result<bool> EventLog::is_stored(const Interaction& event, VisitorId user, VisitorId session) {
  auto stored = is_at_its_moment(event, user, session);
  if (!stored || *stored || event.event_id.empty()) return stored;
  if (user) {
    auto recent = is_recent(true, *user, event.event_id);
    if (!recent || *recent) return recent;
  }
  return session ? is_recent(false, *session, event.event_id) : Result<bool>(false);
}

Result<bool> EventLog::is_recent(bool known, std::int64_t visitor, std::string_view event_id) {
  for (const std::int64_t sequence : recent_ids_->find(RecentEventIds::key(known, visitor, event_id))) {
    auto query = database_->prepare(sql::kHasEventId);
    if (!query) return query.error();
    const VisitorId user = known ? VisitorId{visitor} : VisitorId{};
    const VisitorId session = known ? VisitorId{} : VisitorId{visitor};
    auto row = query->bind(1, sequence).bind(2, event_id).bind(3, user).bind(4, session).step();
    if (!row || *row) return row;
  }
  return false;
}

Result<std::int64_t> EventLog::insert(const Interaction& event, VisitorId user, VisitorId session,
                                      std::int64_t least_sequence) {
  auto insertion = database_->prepare(sql::kInsertEvent);
  if (!insertion) return insertion.error();
  auto ok = insertion->bind(1, user)
                .bind(2, session)
                .bind(3, milliseconds(event.sent_at))
                .bind(4, std::string_view(event.event_type))
                .bind(5, std::string_view(event.item_id))
                .bind(6, event.event_value)
                .bind(7, std::string_view(event.event_id))
                .bind(8, std::string_view(event.recommendation_id))
                .bind(9, std::string_view(event.properties))
                .bind(10, std::string_view(event.impression))
                .bind(11, std::string_view(event.attribution_source))
                .bind(12, least_sequence)
                .run();
  if (!ok) return ok.error();
  const std::int64_t sequence = database_->last_sequence();
  index_.add({EventIndex::Owner::of(user, session), milliseconds(event.sent_at), sequence});
  return sequence;
}

Result<std::vector<EventIndex::Key>> EventLog::keys_of(std::int64_t visitor) const {
  auto sessions = read_ids(*database_, sql::kSessionsOf, visitor);
  if (!sessions) return sessions.error();
  // An id may stand for a user and for a session.
  if (std::ranges::find(*sessions, visitor) == sessions->end()) sessions->push_back(visitor);
  auto keys = index_.find({visitor, false});
  if (!keys) return keys.error();
  for (const std::int64_t session : *sessions) {
    const auto anonymous = index_.find({session, true});
    if (!anonymous) return anonymous.error();
    keys->insert(keys->end(), anonymous->begin(), anonymous->end());
  }
  std::ranges::sort(*keys, {}, [](const EventIndex::Key& key) { return std::pair(key.sent_at, key.sequence); });
  return keys;
}

Result<std::vector<Interaction>> EventLog::events_of(std::string_view visitor_id) const {
  auto access = database_->access();
  if (!access) return access.error();
  std::vector<Interaction> events;
  auto visitor = find_visitor(visitor_id);
  if (!visitor) return visitor.error();
  if (!*visitor) return events;
  const auto keys = keys_of(**visitor);
  if (!keys) return keys.error();
  events.reserve(keys->size());
  auto query = database_->prepare(sql::kEvent);
  if (!query) return query.error();
  for (const EventIndex::Key& key : *keys) {
    auto row = query->restart().bind(1, key.sequence).step();
    if (!row) return row.error();
    if (*row) events.push_back(read_event(*query));
  }
  return events;
}

Result<std::optional<Timestamp>> EventLog::newest() const {
  auto access = database_->access();
  if (!access) return access.error();
  auto query = database_->prepare(sql::kNewest);
  if (!query) return query.error();
  auto row = query->bind(1, kNewestOf).step();
  if (!row) return row.error();
  const auto time = query->optional_integer(0);
  if (!time) return std::optional<Timestamp>();
  return std::optional(Timestamp(std::chrono::milliseconds(*time)));
}

Result<std::vector<ItemCount>> EventLog::count_items(Timestamp after, Timestamp until) const {
  auto access = database_->access();
  if (!access) return access.error();
  auto rows = database_->prepare(sql::kCountItems);
  if (!rows) return rows.error();
  rows->bind(1, milliseconds(after)).bind(2, milliseconds(until));
  std::vector<ItemCount> counts;
  for (;;) {
    auto row = rows->step();
    if (!row) return row.error();
    if (!*row) return counts;
    counts.push_back({rows->text(0), static_cast<std::uint64_t>(rows->integer(1))});
  }
}

Result<std::uint64_t> EventLog::count() const {
  auto access = database_->access();
  if (!access) return access.error();
  auto events = database_->query_integer(sql::kCountEvents);
  if (!events) return events.error();
  return static_cast<std::uint64_t>(*events);
}

}  // namespace pocketrec
