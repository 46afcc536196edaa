#pragma once

#include <memory>
#include <string>

#include "api/get_recommendations.h"
#include "api/health.h"
#include "api/put_events.h"
#include "engine/snapshot.h"
#include "engine/trends.h"
#include "engine/user_states.h"
#include "result/result.h"
#include "store/event_log.h"

namespace pocketrec {

/// Answers the runtime and events operations from a model and a log. Thread-safe: any number of threads may call.
class Engine {
 public:
  /// log: nullptr for an engine that records nothing; PutEvents then fails. It must outlive the engine.
  Engine(std::shared_ptr<const Model> model, EventLog* log);

  /// contract/runtime-api.md §2. An unknown user gets popular items; one known only from recorded events is
  /// personalized from the first on.
  /// Errors: invalid_input, resource_not_found, storage.
  Result<GetRecommendationsResponse> get_recommendations(const GetRecommendationsRequest& request);

  /// contract/runtime-api.md §3.
  Result<GetPersonalizedRankingResponse> get_personalized_ranking(const GetPersonalizedRankingRequest& request);

  /// contract/events-api.md §2. When it returns without an error the events are on stable storage, and the next answer
  /// reflects them. Errors: invalid_input, storage.
  Result<void> put_events(const PutEventsRequest& request);

  /// Never fails: what is wrong stands in the answer.
  Health health() const;

 private:
  std::shared_ptr<const Snapshot> snapshot_;
  EventLog* log_;
  UserStates users_;
  Trends trends_;
};

}  // namespace pocketrec
