#include "engine/engine.h"

#include <utility>

#include "engine/recommendation_id.h"

namespace pocketrec {

Engine::Engine(std::shared_ptr<const Model> model, EventLog* log)
    : snapshot_(std::make_shared<const Snapshot>(std::move(model))), log_(log), users_(log), trends_(log) {}

Result<void> Engine::put_events(const PutEventsRequest& request) {
  if (log_ == nullptr) return Error{ErrorCode::invalid_input, "no data folder was given, so no events are recorded"};
  const auto appended = log_->append(request.events);
  // Also after a failure: some of the events may have reached the disk.
  for (const Interaction& event : request.events) {
    if (event.user_id.empty()) {
      // Only the log knows which users logged in with this session before; the event is theirs too.
      users_.forget_all();
    } else {
      users_.forget(event.user_id);
      users_.forget(event.session_id);
    }
  }
  trends_.forget();
  if (!appended) return appended.error();
  return {};
}

Health Engine::health() const {
  Health health;
  health.model = short_model_name(snapshot_->model());
  if (log_ == nullptr) health.problem = "no data folder: events are not recorded";
  return health;
}

}  // namespace pocketrec
