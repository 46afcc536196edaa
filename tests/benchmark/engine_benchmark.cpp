#include <benchmark/benchmark.h>

#include "engine/engine.h"
#include "generated_model.h"
#include "sample_model.h"

namespace pocketrec {
namespace {

GetRecommendationsRequest request_for(const std::string& user) {
  GetRecommendationsRequest request;
  request.recommender = "user-personalization";
  request.user_id = user;
  return request;
}

void answer(benchmark::State& state, Engine& engine, const GetRecommendationsRequest& request) {
  for (auto _ : state) {
    auto response = engine.get_recommendations(request);
    if (!response || response->items.empty()) return state.SkipWithError("expected recommendations");
    benchmark::DoNotOptimize(*response);
  }
}

/// A user of the training data, whose history is in the model.
void recommend_known_user(benchmark::State& state) {
  const SampleModel& sample = sample_model();
  Engine engine(sample.model, nullptr);
  answer(state, engine, request_for(sample.user_ids[sample.user_ids.size() / 2]));
}
BENCHMARK(recommend_known_user)->Unit(benchmark::kMicrosecond);

/// A visitor who is known from ten recorded events alone.
void recommend_visitor_with_10_events(benchmark::State& state) {
  const SampleModel& sample = sample_model();
  const ScratchLog store;
  Engine engine(sample.model, store.log.get());
  PutEventsRequest put{"local", {}};
  for (int i = 0; i < 10; ++i) {
    Interaction event;
    event.user_id = event.session_id = "visitor";
    event.event_type = "Watch";
    event.item_id = sample.item_ids[static_cast<std::size_t>(i) * 97];
    event.sent_at = Timestamp{std::chrono::milliseconds{1'750'000'000'000 + i}};
    put.events.push_back(event);
  }
  if (const auto stored = engine.put_events(put); !stored) give_up(stored.error());
  answer(state, engine, request_for("visitor"));
}
BENCHMARK(recommend_visitor_with_10_events)->Unit(benchmark::kMicrosecond);

/// The same known user, with a filter of the model that looks at a column of every item.
void recommend_known_user_with_filter(benchmark::State& state) {
  const SampleModel& sample = sample_model();
  Engine engine(sample.model, nullptr);
  GetRecommendationsRequest request = request_for(sample.user_ids[sample.user_ids.size() / 2]);
  request.filter = FilterReference{"by-genre", "", {{"GENRE", "\"Drama\",\"Comedy\""}}};
  answer(state, engine, request);
}
BENCHMARK(recommend_known_user_with_filter)->Unit(benchmark::kMicrosecond);

/// The same with an expression in the request, which is parsed and bound anew.
void recommend_known_user_with_expression(benchmark::State& state) {
  const SampleModel& sample = sample_model();
  Engine engine(sample.model, nullptr);
  GetRecommendationsRequest request = request_for(sample.user_ids[sample.user_ids.size() / 2]);
  request.filter = FilterReference{"", "INCLUDE ItemID WHERE Items.GENRES IN (\"Drama\",\"Comedy\")", {}};
  answer(state, engine, request);
}
BENCHMARK(recommend_known_user_with_expression)->Unit(benchmark::kMicrosecond);

/// A visitor with ten events in a generated catalogue: the time of an answer follows the items that the history leads
/// to, about 3,000 in the larger catalogues, and hardly the size of the catalogue.
void recommend_by_catalogue_size(benchmark::State& state) {
  Engine engine(generated_model(static_cast<std::uint32_t>(state.range(0))), nullptr);
  GetRecommendationsRequest request;
  request.recommender = "home";
  request.user_id = "visitor";
  answer(state, engine, request);
}
BENCHMARK(recommend_by_catalogue_size)->Arg(2'000)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace pocketrec
