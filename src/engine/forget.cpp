#include "engine/engine.h"

namespace pocketrec {

Result<ForgetResponse> Engine::forget(const ForgetRequest& request) {
  if (log_ == nullptr) return Error{ErrorCode::invalid_input, "no data folder was given, so nothing was recorded"};
  const auto erased = log_->erase({request.user_id, request.session_ids});
  // Also after a failure: the events may be gone already. Sessions of the user, and users of the sessions, are only
  // known to the log, so all states are read again.
  users_.forget_all();
  if (records_ != nullptr) records_->note_erasure();
  trends_.forget();
  shown_counts_.forget(request.user_id);
  for (const std::string& session_id : request.session_ids) shown_counts_.forget(session_id);
  if (!erased) return erased.error();
  return ForgetResponse{erased->events, erased->records, erased->ids};
}

}  // namespace pocketrec
