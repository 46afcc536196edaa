#include <benchmark/benchmark.h>

#include "engine/engine.h"
#include "sample_model.h"

namespace pocketrec {
namespace {

/// Up to the acknowledgement: the events are on stable storage. A visitor stays for ten requests, so that histories do
/// not grow with the length of the measurement.
void put_events(benchmark::State& state) {
  const SampleModel& sample = sample_model();
  const ScratchLog store;
  Engine engine(sample.model, store.log.get());
  const auto events = static_cast<std::size_t>(state.range(0));
  std::size_t sent = 0;
  std::size_t requests = 0;
  for (auto _ : state) {
    PutEventsRequest request{"local", std::vector<Interaction>(events)};
    const std::string visitor = "visitor" + std::to_string(requests++ / 10);
    for (Interaction& event : request.events) {
      event.user_id = event.session_id = visitor;
      event.event_id = "e" + std::to_string(sent);
      event.event_type = "Watch";
      event.item_id = sample.item_ids[sent % sample.item_ids.size()];
      event.sent_at = Timestamp{std::chrono::milliseconds{1'750'000'000'000 + static_cast<std::int64_t>(sent)}};
      ++sent;
    }
    if (const auto stored = engine.put_events(request); !stored) give_up(stored.error());
  }
  const auto count = store.log->count();
  if (!count || *count != sent) state.SkipWithError("expected every event to be stored");
  state.SetItemsProcessed(static_cast<std::int64_t>(sent));
}
BENCHMARK(put_events)->Arg(1)->Arg(10)->Unit(benchmark::kMicrosecond)->UseRealTime();

}  // namespace
}  // namespace pocketrec
