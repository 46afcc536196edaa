#include <benchmark/benchmark.h>

#include <map>
#include <string>

#include "engine/engine.h"
#include "filter/filter.h"
#include "generated_model.h"
#include "sample_model.h"

namespace pocketrec {
namespace {

const std::map<std::string, std::string> kValues = {{"PRICE", "50"}};

const TypicalFilter& typical_filter(std::int64_t number) {
  return typical_filters()[static_cast<std::size_t>(number)];
}

BoundFilter bind(const TypicalFilter& filter, const Model& model) {
  const auto expression = expect_good(parse_filter(filter.expression));
  return expect_good(bind_filter(expression, {&model.interactions_schema(), &model.items_schema()}));
}

/// Argument: filter.
void parse_and_bind_filter(benchmark::State& state) {
  const TypicalFilter& filter = typical_filter(state.range(0));
  const auto model = generated_model(10'000);
  state.SetLabel(filter.label);
  for (auto _ : state) benchmark::DoNotOptimize(bind(filter, *model));
}
BENCHMARK(parse_and_bind_filter)->DenseRange(0, 4)->Unit(benchmark::kMicrosecond);

/// Arguments: items, filter, whether the tests of columns are remembered.
void evaluate_filter(benchmark::State& state) {
  const auto model = generated_model(static_cast<std::uint32_t>(state.range(0)));
  const TypicalFilter& filter = typical_filter(state.range(1));
  const BoundFilter bound = bind(filter, *model);
  const Catalog catalog(model->items());
  UserState user;
  for (ItemIndex item = 0; item < 100; ++item) user.events.push_back({item * 7, "watch", Timestamp{}, std::nullopt});
  FilterRequest request;
  request.values = &kValues;
  request.user = &user;
  FilterCache cache;
  FilterCache* used = state.range(2) == 0 ? nullptr : &cache;
  state.SetLabel(std::string(filter.label) + (used == nullptr ? "" : ", remembered"));
  for (auto _ : state) {
    auto items = evaluate(bound, catalog, request, used);
    if (!items) return state.SkipWithError("expected items");
    benchmark::DoNotOptimize(*items);
  }
}
BENCHMARK(evaluate_filter)
    ->ArgsProduct({{10'000, 100'000, 1'000'000}, {0, 1, 2, 3, 4}, {0, 1}})
    ->Unit(benchmark::kMicrosecond);

/// A visitor's list with a filter, the last one being none. Arguments: items, filter.
void recommend_filtered(benchmark::State& state) {
  Engine engine(generated_model(static_cast<std::uint32_t>(state.range(0))), nullptr);
  const bool is_filtered = state.range(1) < static_cast<std::int64_t>(typical_filters().size());
  GetRecommendationsRequest request;
  request.recommender = "home";
  request.user_id = "visitor";
  if (is_filtered) request.filter = FilterReference{"filter-" + std::to_string(state.range(1)), "", kValues};
  state.SetLabel(is_filtered ? typical_filter(state.range(1)).label : "no filter");
  for (auto _ : state) {
    auto response = engine.get_recommendations(request);
    if (!response || response->items.size() != 25) return state.SkipWithError("expected 25 recommendations");
    benchmark::DoNotOptimize(*response);
  }
}
BENCHMARK(recommend_filtered)
    ->ArgsProduct({{10'000, 100'000, 1'000'000}, {0, 1, 2, 3, 4, 5}})
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace pocketrec
