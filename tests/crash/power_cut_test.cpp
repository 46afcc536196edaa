#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "disk_model.h"
#include "fault_workload.h"
#include "numbered_events.h"
#include "store/database.h"
#include "store/event_log.h"
#include "store/record_store.h"
#include "temporary_folder.h"
#include "watched_vfs.h"

namespace pocketrec {
namespace {

constexpr int kStarts = 3;
constexpr int kBatchesAStart = 6;
constexpr int kBatch = 5;

// Power cuts at each operation, every one with other survivors. POCKETREC_POWER_CUTS=1000 makes a long run.
int cuts_an_operation() {
  const char* text = std::getenv("POCKETREC_POWER_CUTS");
  return text ? std::stoi(text) : 4;
}

// What a store does to its files, and after how many operations each batch had to be durable.
struct Workload {
  std::vector<FileOperation> operations;
  std::vector<std::size_t> durable_at;
  int batches_a_sync = 1;
};

// Fills a store from empty, with clean stops, which fold the log into the file, between. batches_a_sync: of the mode
// batched, where the test syncs in place of the clock; 1: each one is acknowledged when it is durable.
Workload record_workload(int batches_a_sync = 1) {
  const Durability durability = batches_a_sync == 1 ? Durability() : *parse_durability("batched:3600000");
  const TemporaryFolder folder;
  const RecordingVfs vfs;
  Workload workload;
  workload.batches_a_sync = batches_a_sync;
  for (int start = 0; start < kStarts; ++start) {
    auto database = Database::open(folder.path(), durability);
    REQUIRE(database);
    EventLog log(**database, {}, ClockReading::now, kMergeAt);
    int unsynced = 0;
    for (int batch = 0; batch < kBatchesAStart; ++batch) {
      std::vector<Interaction> events;
      const int first = (static_cast<int>(workload.durable_at.size()) + unsynced) * kBatch;
      for (int i = 0; i < kBatch; ++i) events.push_back(numbered_event(first + i));
      REQUIRE(log.append(events));
      if (++unsynced < batches_a_sync) continue;
      if (batches_a_sync > 1) REQUIRE((*database)->sync());
      for (; unsynced > 0; --unsynced) workload.durable_at.push_back(vfs.operations().size());
    }
  }
  workload.operations = vfs.operations();
  return workload;
}

// What is wrong with a store after a power cut when that many batches were durable, and further ones could be; empty
// when nothing is.
std::string fault_of(const std::filesystem::path& folder, std::size_t durable, int further) {
  auto database = Database::open(folder);
  if (!database) return "does not open: " + database.error().message;
  if (const auto warnings = (*database)->take_warnings(); !warnings.empty()) return warnings[0];
  if (std::string fault = integrity_fault(**database); !fault.empty()) return fault;
  const EventLog log(**database, {}, ClockReading::now, kMergeAt);
  std::map<int, int> times;
  if (std::string fault = count_events(log, times); !fault.empty()) return fault;
  // Those under way may be there too, whole and in order. A commit may be durable before it was acknowledged.
  const auto stored = static_cast<int>(times.size());
  if (stored % kBatch != 0) return "a part of a batch is there";
  if (stored != 0 && times.rbegin()->first != stored - 1) return "a batch is missing within";
  if (stored < static_cast<int>(durable) * kBatch) {
    return std::to_string(stored) + " events are there of " + std::to_string(durable * kBatch) + " that had to be";
  }
  if (stored > (static_cast<int>(durable) + further) * kBatch) return "more is there than was sent";
  return {};
}

// An erasure in a store, and after how many operations it had begun and was acknowledged.
struct Erasing {
  std::vector<FileOperation> operations;
  std::size_t begun_at = 0;
  std::size_t done_at = 0;
};

constexpr int kErasedUser = 2;
constexpr int kEventsOfErasing = 300;

// Events of several users, whose rows have moved between pages, and then one of them is erased.
Erasing record_erasing() {
  const TemporaryFolder folder;
  const RecordingVfs vfs;
  Erasing erasing;
  auto database = Database::open(folder.path());
  REQUIRE(database);
  EventLog log(**database, {}, ClockReading::now, kMergeAt);
  RecordStore records(**database);
  for (int number = 0; number < kEventsOfErasing; ++number) {
    Interaction event = numbered_event(number * 7 % kEventsOfErasing);
    event.item_id = "ItemOf" + event.user_id;
    REQUIRE(log.append({&event, 1}));
    // Records that grow and shrink move between pages.
    StoredRecord record{event.user_id, "{\"" + event.item_id + "\":\""};
    for (int i = number * 11 % 60; i > 0; --i) record.properties += event.item_id;
    record.properties += "\"}";
    REQUIRE(records.put(RecordKind::user, {&record, 1}));
  }
  erasing.begun_at = vfs.operations().size();
  REQUIRE(log.erase({.user_id = "u" + std::to_string(kErasedUser), .session_ids = {}}));
  erasing.done_at = vfs.operations().size();
  database->reset();
  erasing.operations = vfs.operations();
  return erasing;
}

// What is wrong with a store whose power was cut in an erasure; empty when nothing is.
std::string fault_of_erasing(const std::filesystem::path& folder, bool is_done) {
  const std::string user = "u" + std::to_string(kErasedUser);
  auto database = Database::open(folder);
  if (!database) return "does not open: " + database.error().message;
  if (const auto warnings = (*database)->take_warnings(); !warnings.empty()) return warnings[0];
  const EventLog log(**database, {}, ClockReading::now, kMergeAt);
  const auto erased = log.events_of(user);
  if (!erased) return erased.error().message;
  const auto all = log.count();
  if (!all) return all.error().message;
  if (*all - erased->size() != kEventsOfErasing - kEventsOfErasing / kUsers) return "events of others are missing";
  if (!erased->empty() && erased->size() != kEventsOfErasing / kUsers) return "a part was erased";
  if (is_done && !erased->empty()) return "what was erased is back";
  if (!erased->empty()) return {};
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    if (content.find("ItemOf" + user) != content.npos) return entry.path().filename().string() + " has bytes of it";
  }
  return {};
}

struct Outcome {
  std::size_t cuts = 0;
  std::size_t faults = 0;
  std::string first;
};

// Cuts the power before each operation from `first` on, and after the last one. fault: of the folder that is left, and
// the number of operations done; empty when nothing is wrong.
template <typename Fault>
Outcome cut_power(const std::vector<FileOperation>& operations, std::size_t first, int cuts, const Fault& fault) {
  Outcome outcome;
  DiskModel disk;
  for (std::size_t done = 0; done <= operations.size(); ++done) {
    for (int cut = 0; cut < cuts && done >= first; ++cut) {
      const TemporaryFolder folder;
      std::mt19937 random(static_cast<unsigned>(done * 100'003 + static_cast<std::size_t>(cut)));
      disk.write_survivors(folder.path(), random);
      ++outcome.cuts;
      const std::string found = fault(folder.path(), done);
      if (found.empty()) continue;
      if (outcome.faults++ == 0) {
        outcome.first = "before operation " + std::to_string(done) + ", cut " + std::to_string(cut) + ": " + found;
      }
    }
    if (done < operations.size()) disk.apply(operations[done]);
  }
  return outcome;
}

Outcome cut_power(const Workload& workload, int cuts) {
  return cut_power(workload.operations, 0, cuts, [&](const std::filesystem::path& folder, std::size_t done) {
    const auto durable =
        std::upper_bound(workload.durable_at.begin(), workload.durable_at.end(), done) - workload.durable_at.begin();
    return fault_of(folder, static_cast<std::size_t>(durable), workload.batches_a_sync);
  });
}

Outcome cut_power(const Erasing& erasing, int cuts) {
  return cut_power(erasing.operations, erasing.begun_at, cuts,
                   [&](const std::filesystem::path& folder, std::size_t done) {
                     return fault_of_erasing(folder, done >= erasing.done_at);
                   });
}

}  // namespace

TEST_SUITE("power cuts") {
  TEST_CASE("at any operation lose nothing that was acknowledged, and damage nothing") {
    const Outcome outcome = cut_power(record_workload(), cuts_an_operation());
    MESSAGE(outcome.cuts << " power cuts, " << outcome.faults << " faults");
    CHECK_MESSAGE(outcome.faults == 0, outcome.first);
  }

  TEST_CASE("with --durability batched lose no more than what was not synced, and damage nothing") {
    const Outcome outcome = cut_power(record_workload(3), cuts_an_operation());
    MESSAGE(outcome.cuts << " power cuts, " << outcome.faults << " faults");
    CHECK_MESSAGE(outcome.faults == 0, outcome.first);
  }

  TEST_CASE("in an erasure leave all of a user or no byte, and nothing of others is lost") {
    const Outcome outcome = cut_power(record_erasing(), cuts_an_operation());
    MESSAGE(outcome.cuts << " power cuts, " << outcome.faults << " faults");
    CHECK_MESSAGE(outcome.faults == 0, outcome.first);
  }

  TEST_CASE("with --durability batched are followed by a sync within the window, and none while idle") {
    const TemporaryFolder folder;
    const RecordingVfs vfs;
    auto database = Database::open(folder.path(), *parse_durability("batched:50"));
    REQUIRE(database);
    REQUIRE((*database)->sync_periodically());
    EventLog log(**database, {}, ClockReading::now, kMergeAt);
    const std::size_t before = vfs.operations().size();
    REQUIRE(log.append(std::vector{numbered_event(1)}));
    const auto count_syncs = [&] {
      const auto operations = vfs.operations();
      return std::count_if(
          operations.begin() + static_cast<std::ptrdiff_t>(before), operations.end(),
          [](const auto& o) { return o.kind == FileOperation::Kind::sync && o.file.ends_with("-wal"); });
    };
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (count_syncs() == 0 && std::chrono::steady_clock::now() < patience) std::this_thread::yield();
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    CHECK(count_syncs() == 1);
  }

  TEST_CASE("cannot take what a start found in the log of a killed process, once it is acknowledged") {
    for (const std::string durability : {"full", "batched:3600000"}) {
      CAPTURE(durability);
      const UncleanStore unclean;
      const TemporaryFolder folder;
      unclean.copy_to(folder.path());
      const RecordingVfs vfs;
      auto database = Database::open(folder.path(), *parse_durability(durability));
      REQUIRE(database);
      EventLog log(**database);
      const auto again = log.append(std::vector{numbered_event(unclean.events - 1)});
      REQUIRE(again);
      CHECK(again->duplicates == 1);
      const auto operations = vfs.operations();
      CHECK(std::any_of(operations.begin(), operations.end(),
                        [](const auto& o) { return o.kind == FileOperation::Kind::sync && o.file.ends_with("-wal"); }));
    }
  }

  TEST_CASE("would be found to lose events if the log were not synced before the acknowledgement") {
    Workload workload = record_workload();
    // As with synchronous=NORMAL, only less: the syncs of the log disappear, and all else stays as it was.
    std::vector<FileOperation> kept;
    std::vector<std::size_t> durable_at;
    for (std::size_t i = 0; i <= workload.operations.size(); ++i) {
      while (durable_at.size() < workload.durable_at.size() && workload.durable_at[durable_at.size()] == i) {
        durable_at.push_back(kept.size());
      }
      if (i == workload.operations.size()) break;
      const FileOperation& operation = workload.operations[i];
      if (operation.kind != FileOperation::Kind::sync || !operation.file.ends_with("-wal")) kept.push_back(operation);
    }
    const Outcome outcome = cut_power({std::move(kept), std::move(durable_at)}, 1);
    MESSAGE(outcome.cuts << " power cuts without syncs, " << outcome.faults << " faults, the first: " << outcome.first);
    CHECK(outcome.faults > outcome.cuts / 10);
  }
}

}  // namespace pocketrec
