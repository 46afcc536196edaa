#include <benchmark/benchmark.h>
#include <sqlite3.h>

#include <atomic>
#include <cstdint>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "sample_model.h"

namespace pocketrec {
namespace {

constexpr std::uint64_t kUsers = 10'000;

/// The next events of a viewer: users take turns, time goes on, ids are random to look at.
std::vector<Interaction> next_events(std::size_t count) {
  static std::atomic<std::uint64_t> made = 0;
  std::vector<Interaction> events(count);
  for (Interaction& event : events) {
    const std::uint64_t number = made++;
    const std::uint64_t scrambled = number * 0x9e3779b97f4a7c15U;  // one to one, so that no two are equal
    event.user_id = "user-" + std::to_string(scrambled % kUsers);
    event.session_id = event.user_id + "-session";
    event.event_id = "event-" + std::to_string(scrambled);
    event.event_type = "Watch";
    event.item_id = "item-" + std::to_string(scrambled / kUsers % 2'000);
    event.sent_at = Timestamp{std::chrono::milliseconds{1'750'000'000'000 + static_cast<std::int64_t>(number)}};
  }
  return events;
}

/// What SQLite does alone, with the same durability: one connection, the same rows, no index, no look for duplicates.
class BareStore {
 public:
  BareStore() {
    check(sqlite3_initialize());
    check(sqlite3_open((folder_.path() / "bare.sqlite").c_str(), &handle_));
    execute("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    execute(
        "CREATE TABLE events (sequence INTEGER PRIMARY KEY, user TEXT, session TEXT, sent_at INTEGER, event_type "
        "TEXT, item_id TEXT, event_id TEXT)");
    check(
        sqlite3_prepare_v2(handle_, "INSERT INTO events VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6)", -1, &insert_, nullptr));
  }
  ~BareStore() {
    sqlite3_finalize(insert_);
    sqlite3_close(handle_);
  }
  BareStore(const BareStore&) = delete;
  BareStore& operator=(const BareStore&) = delete;

  void append(const std::vector<Interaction>& events) {
    const std::lock_guard lock(mutex_);
    execute("BEGIN IMMEDIATE");
    for (const Interaction& event : events) {
      bind(1, event.user_id);
      bind(2, event.session_id);
      check(sqlite3_bind_int64(insert_, 3, event.sent_at.time_since_epoch().count()));
      bind(4, event.event_type);
      bind(5, event.item_id);
      bind(6, event.event_id);
      if (sqlite3_step(insert_) != SQLITE_DONE) check(SQLITE_ERROR);
      check(sqlite3_reset(insert_));
    }
    execute("COMMIT");
  }

 private:
  static void check(int code) {
    if (code != SQLITE_OK) give_up({ErrorCode::storage, sqlite3_errstr(code)});
  }
  void execute(const char* sql) { check(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr)); }
  void bind(int index, const std::string& text) {
    check(sqlite3_bind_text64(insert_, index, text.data(), text.size(), nullptr, SQLITE_UTF8));
  }

  ScratchFolder folder_;
  sqlite3* handle_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
  std::mutex mutex_;
};

// Made and removed around every run of a benchmark, while it has one thread.
std::unique_ptr<ScratchLog> scratch_log;
std::unique_ptr<BareStore> bare_store;

void concurrent_senders(benchmark::internal::Benchmark* benchmark) {
  benchmark->Arg(1)->Arg(10)->Threads(1)->Threads(4)->Threads(16)->Unit(benchmark::kMicrosecond)->UseRealTime();
}

/// Acknowledged events of concurrent senders. Argument: events a call.
void append_events(benchmark::State& state) {
  const auto count = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) {
    const auto stored = expect_good(scratch_log->log->append(next_events(count)));
    if (stored.stored != count) return state.SkipWithError("expected all events to be new");
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(append_events)
    ->Setup([](const benchmark::State&) { scratch_log = std::make_unique<ScratchLog>(); })
    ->Teardown([](const benchmark::State&) { scratch_log.reset(); })
    ->Apply(concurrent_senders);

void bare_sqlite_appends(benchmark::State& state) {
  const auto count = static_cast<std::size_t>(state.range(0));
  for (auto _ : state) bare_store->append(next_events(count));
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(bare_sqlite_appends)
    ->Setup([](const benchmark::State&) { bare_store = std::make_unique<BareStore>(); })
    ->Teardown([](const benchmark::State&) { bare_store.reset(); })
    ->Apply(concurrent_senders);

/// Bytes that this process has dirtied or written of blocks of the disk, as the kernel counts them; 0 where it does
/// not.
std::uint64_t written_bytes() {
  std::ifstream io("/proc/self/io");
  for (std::string name; io >> name;) {
    std::uint64_t value = 0;
    io >> value;
    if (name == "write_bytes:") return value;
  }
  return 0;
}

/// Wear of a flash card: bytes that an event costs, the folding of the log into the file and the closing included.
/// Arguments: events a transaction; events of a visitor, who then leaves, or 0: ten viewers take turns for ever; the
/// ceiling of events, which is soon reached, so that as many are dropped as come, or 0: none.
void write_flash(benchmark::State& state) {
  constexpr std::uint64_t kEvents = 64'000;
  const auto per_transaction = static_cast<std::uint64_t>(state.range(0));
  const auto per_visitor = static_cast<std::uint64_t>(state.range(1));
  std::uint64_t bytes = 0;
  for (auto _ : state) {
    ScratchLog store;
    store.log =
        std::make_unique<EventLog>(*store.database, Ceilings{.events = static_cast<std::uint64_t>(state.range(2))});
    const std::uint64_t before = written_bytes();
    for (std::uint64_t number = 0; number < kEvents;) {
      std::vector<Interaction> events = next_events(per_transaction);
      for (Interaction& event : events) {
        const std::uint64_t visitor = per_visitor == 0 ? number % 10 : number / per_visitor;
        // As long as an UUID, and in no order.
        event.session_id = "session-" + std::to_string((visitor + 1) * 0x9e3779b97f4a7c15U) + "-01234567";
        event.user_id = per_visitor == 0 ? "viewer-" + std::to_string(visitor) : "";
        ++number;
      }
      expect_good(store.log->append(events));
    }
    store.log.reset();
    store.database.reset();
    bytes += written_bytes() - before;
  }
  if (bytes == 0) return state.SkipWithError("expected the kernel to count what is written");
  state.counters["bytes_per_event"] = static_cast<double>(bytes) / static_cast<double>(kEvents * state.iterations());
}
BENCHMARK(write_flash)
    ->ArgsProduct({{1, 10, 64}, {0, 12}, {0, 16000}})
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
}  // namespace pocketrec
