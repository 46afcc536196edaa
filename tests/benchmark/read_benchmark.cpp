#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sample_model.h"

namespace pocketrec {
namespace {

constexpr std::uint64_t kEventsAUser = 100;
constexpr std::uint64_t kEventsAVisit = 10;

std::string user_name(std::uint64_t number) {
  return "user-" + std::to_string(number * 0x9e3779b97f4a7c15U);
}

/// A store in which each user came ten times, all others in between, and left ten events each time.
std::unique_ptr<ScratchLog> filled_log(std::uint64_t events) {
  auto store = std::make_unique<ScratchLog>(*parse_durability("batched:10000"));
  const std::uint64_t users = events / kEventsAUser;
  std::vector<Interaction> batch;
  for (std::uint64_t number = 0; number < events; ++number) {
    Interaction event;
    event.user_id = user_name(number / kEventsAVisit % users);
    event.session_id = event.user_id;
    event.event_type = "Watch";
    event.item_id = "item-" + std::to_string(number * 0x9e3779b97f4a7c15U % 2'000);
    event.sent_at = Timestamp{std::chrono::milliseconds{1'750'000'000'000 + static_cast<std::int64_t>(number)}};
    batch.push_back(std::move(event));
    if (batch.size() < 5'000 && number + 1 < events) continue;
    expect_good(store->log->append(batch));
    batch.clear();
  }
  return store;
}

/// Reading the last 100 events of a user, who has no more. Argument: events stored.
void read_user_events(benchmark::State& state) {
  const auto stored = static_cast<std::uint64_t>(state.range(0));
  const auto store = filled_log(stored);
  std::uint64_t asked = 0;
  for (auto _ : state) {
    const auto events = expect_good(store->log->events_of(user_name(++asked * 7'919 % (stored / kEventsAUser))));
    if (events.size() != kEventsAUser) return state.SkipWithError("expected a hundred events");
  }
}
BENCHMARK(read_user_events)
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->Arg(10'000'000)
    ->Iterations(2'000)
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace pocketrec
