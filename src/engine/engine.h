#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "api/actions.h"
#include "api/filters.h"
#include "api/forget.h"
#include "api/get_recommendations.h"
#include "api/health.h"
#include "api/put_events.h"
#include "api/put_records.h"
#include "api/why_not.h"
#include "engine/put_items.h"
#include "engine/ranked_list.h"
#include "engine/shown_counts.h"
#include "engine/shown_lists.h"
#include "engine/snapshot.h"
#include "engine/trends.h"
#include "engine/user_states.h"
#include "result/result.h"
#include "store/event_log.h"
#include "store/filter_store.h"
#include "store/record_store.h"

namespace pocketrec {

/// Answers the runtime and events operations from a model and a log. Thread-safe: any number of threads may call.
class Engine {
 public:
  /// log, records, filters: nullptr for an engine that records nothing; PutEvents, PutItems, PutUsers and what changes
  /// filters then fail. All must outlive the engine. What was put before is not known until load_items() and
  /// load_filters(). language: of filters.
  explicit Engine(std::shared_ptr<const Model> model, EventLog* log, RecordStore* records = nullptr,
                  FilterStore* filters = nullptr, FilterLanguage language = FilterLanguage::extended);

  /// Takes in the items that were put before. Of a record made for other columns, what does not fit is null.
  /// Errors: storage.
  Result<void> load_items();

  /// Takes in the filters that were created before. One that does not fit the model is kept with its error, which
  /// requests for it get and list_filters() shows. Errors: storage.
  Result<void> load_filters();

  /// Events of an anonymous visitor count until none came for that time (user/visit.h); 0, the default: always. Call
  /// before the first request.
  void end_visits_after(std::chrono::milliseconds idle) { users_.end_visits_after(idle); }

  /// contract/runtime-api.md §2. An unknown user gets popular items; one known only from recorded events is
  /// personalized from the first on. Rules of the recommender and the request are applied (docs/rules.md). While the
  /// store cannot be read lists are made from the model alone. Errors: invalid_input, resource_not_found; storage where
  /// a filter or the recipe asks what the user did.
  Result<GetRecommendationsResponse> get_recommendations(const GetRecommendationsRequest& request);

  /// Why an item is not in the list that get_recommendations() gives, or where in it. Errors: as there.
  Result<WhyNotResponse> why_not(const WhyNotRequest& request);

  /// contract/runtime-api.md §3. Of the rules of the recommender the filters and blocked items hold.
  Result<GetPersonalizedRankingResponse> get_personalized_ranking(const GetPersonalizedRankingRequest& request);

  /// contract/events-api.md §2. When it returns without an error the events are on stable storage, and the next answer
  /// reflects them. An event that names a recommendationId and no impression is stored with the list that was shown
  /// (engine/shown_lists.h). One from before 1980 comes from a clock that was not set, and is stored with the newest
  /// time that is known (time_of_arrival()). Errors: invalid_input, storage; overloaded at the day's ceiling.
  Result<void> put_events(const PutEventsRequest& request);

  /// contract/events-api.md §3. When it returns without an error the items are on stable storage, and the next answer
  /// can have them, filter them and show them; until a model knows them, their scores are those of items with similar
  /// metadata. Errors: resource_not_found, invalid_input, storage.
  Result<void> put_items(const PutRecordsRequest& request);

  /// The same for users: filters and scores by user metadata see them in the next answer.
  Result<void> put_users(const PutRecordsRequest& request);

  /// Forgets a visitor, as EventLog::erase() says; the next answer knows nothing of what was recorded. What the model
  /// says of a user stays. Errors: invalid_input where nothing is recorded; storage.
  Result<ForgetResponse> forget(const ForgetRequest& request);

  /// contract/runtime-api.md §4, contract/events-api.md §3 and §4. Errors: always, since no model has actions yet:
  /// resource_not_found or invalid_input, as the service has it for what is not there.
  Result<void> get_action_recommendations(const GetActionRecommendationsRequest& request);
  static Result<void> put_actions(const PutActionsRequest& request);
  static Result<void> put_action_interactions(const PutActionsRequest& request);

  /// contract/filters.md §7. When it returns without an error the filter is on stable storage, and the next request can
  /// name it. Errors: invalid_input for a name or an expression that breaks a rule, in the form of parse_filter();
  /// resource_already_exists for a name that the model or the data folder has; storage.
  Result<void> create_filter(const CreateFilterRequest& request);

  /// Deletes a filter of the data folder, by ARN or name. Errors: invalid_input for one of the model;
  /// resource_not_found; storage.
  Result<void> delete_filter(std::string_view arn_or_name);

  /// All filters: the model's in its order, then those of the data folder, the newest first.
  std::vector<FilterDescription> list_filters();

  /// What a filter means, and how many items of the catalogue pass it, those that were put included.
  /// Errors: as get_recommendations() has for the filter.
  Result<TestFilterResponse> test_filter(const TestFilterRequest& request);

  /// Whether events would be stored now; true where nothing is recorded by choice. Errors: storage, without the path.
  Result<void> ready();

  /// Never fails: what is wrong stands in the answer.
  Health health();

 private:
  Result<RankedList> rank_catalog(const Snapshot& snapshot, const GetRecommendationsRequest& request);

  std::shared_ptr<const Model> model_;
  PutItems put_items_;
  std::mutex put_order_;  // of records and filters on file and in memory: the same
  EventLog* log_;
  RecordStore* records_;
  FilterStore* filters_;
  UserStates users_;
  Trends trends_;
  ShownLists shown_;
  ShownCounts shown_counts_;
};

}  // namespace pocketrec
