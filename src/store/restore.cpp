#include "store/event_log.h"
#include "store/event_statements.h"
#include "store/transaction.h"

namespace pocketrec {

Result<AppendResult> EventLog::restore(std::span<const StoredEvent> events, std::span<const JoinedSession> joined,
                                       std::int64_t last_sequence) {
  auto access = database_->access();
  if (!access) return access.error();
  auto restored = restore_all(events, joined, last_sequence);
  recent_ids_.reset();
  if (!restored) index_.forget();
  return restored;
}

Result<AppendResult> EventLog::restore_all(std::span<const StoredEvent> events, std::span<const JoinedSession> joined,
                                           std::int64_t last_sequence) {
  auto transaction = Transaction::begin(*database_);
  if (!transaction) return transaction.error();
  AppendResult result;
  for (const StoredEvent& stored : events) {
    auto sender = find_or_add_sender(stored.event.user_id, stored.event.session_id);
    if (!sender) return sender.error();
    auto duplicate = is_at_its_moment(stored.event, sender->user, sender->session);
    if (!duplicate) return duplicate.error();
    if (*duplicate) {
      ++result.duplicates;
      continue;
    }
    auto sequence = insert(stored.event, sender->user, sender->session, stored.sequence);
    if (!sequence) return sequence.error();
    ++result.stored;
  }
  for (const JoinedSession& pair : joined) {
    if (auto ok = find_or_add_sender(pair.user_id, pair.session_id); !ok) return ok.error();
  }
  {
    auto raise = database_->prepare(sql::kRaiseSequence);
    if (!raise) return raise.error();
    if (auto ok = raise->bind(1, last_sequence).run(); !ok) return ok.error();
  }
  if (auto ok = index_.merge_if_due(); !ok) return ok.error();
  if (auto ok = transaction->commit(); !ok) return ok.error();
  return result;
}

}  // namespace pocketrec
