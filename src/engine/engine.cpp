#include "engine/engine.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "engine/recommendation_id.h"
#include "engine/record_cells.h"
#include "engine/request_time.h"

namespace pocketrec {

Engine::Engine(std::shared_ptr<const Model> model, EventLog* log, RecordStore* records, FilterStore* filters,
               FilterLanguage language)
    : model_(std::move(model)),
      put_items_(model_, language),
      log_(log),
      records_(records),
      filters_(filters),
      users_(log, records),
      trends_(log) {}

Result<void> Engine::load_items() {
  if (records_ == nullptr) return {};
  const auto records = records_->all(RecordKind::item);
  if (!records) return records.error();
  std::vector<PutItem> items;
  for (const StoredRecord& record : *records) {
    items.push_back({record.id, fitting_cells(record.properties, model_->items().columns())});
  }
  put_items_.put(std::move(items));
  return {};
}

Result<void> Engine::put_events(const PutEventsRequest& request) {
  if (log_ == nullptr) return Error{ErrorCode::invalid_input, "no data folder was given, so no events are recorded"};
  std::vector<Interaction> events = request.events;
  if (std::ranges::any_of(events, [](const Interaction& event) { return event.sent_at < kFirstSetClock; })) {
    const auto newest = log_->newest();
    if (!newest) return newest.error();
    const Timestamp arrival = time_of_arrival(*model_, std::chrono::system_clock::now(), *newest);
    for (Interaction& event : events) {
      if (event.sent_at < kFirstSetClock) event.sent_at = std::max(arrival, event.sent_at);
    }
  }
  for (Interaction& event : events) {
    if (!event.impression.empty() || event.recommendation_id.empty()) continue;
    if (auto shown = shown_.find(event.recommendation_id)) event.impression = *std::move(shown);
  }
  const auto appended = log_->append(events);
  // Also after a failure: some of the events may have reached the disk.
  for (const Interaction& event : request.events) {
    if (event.user_id.empty()) {
      // Only the log knows which users logged in with this session before; the event is theirs too.
      users_.forget_all();
    } else {
      users_.forget(event.user_id);
      users_.forget(event.session_id);
    }
    for (const std::string& visitor : {event.user_id, event.session_id}) shown_counts_.forget(visitor, event.item_id);
  }
  trends_.forget();
  if (!appended) return appended.error();
  if (appended->dropped > 0) users_.forget_all();
  return {};
}

Result<void> Engine::ready() {
  return log_ == nullptr ? Result<void>() : log_->check_writable();
}

Health Engine::health() {
  Health health;
  health.model = short_model_name(*model_);
  const std::string unusable = put_items_.snapshot()->filters().unusable();
  if (log_ == nullptr) {
    health.problem = "no data folder: events are not recorded";
  } else if (!unusable.empty()) {
    health.problem = "filters that the model does not let anybody use: " + unusable;
  }
  return health;
}

}  // namespace pocketrec
