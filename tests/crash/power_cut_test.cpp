#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "disk_model.h"
#include "numbered_events.h"
#include "store/database.h"
#include "store/event_log.h"
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
    EventLog log(**database);
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
  const EventLog log(**database);
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

struct Outcome {
  std::size_t cuts = 0;
  std::size_t faults = 0;
  std::string first;
};

// Cuts the power before each operation.
Outcome cut_power(const Workload& workload, int cuts) {
  Outcome outcome;
  DiskModel disk;
  for (std::size_t done = 0; done <= workload.operations.size(); ++done) {
    const auto durable = static_cast<std::size_t>(
        std::upper_bound(workload.durable_at.begin(), workload.durable_at.end(), done) - workload.durable_at.begin());
    for (int cut = 0; cut < cuts; ++cut) {
      const TemporaryFolder folder;
      std::mt19937 random(static_cast<unsigned>(done * 100'003 + static_cast<std::size_t>(cut)));
      disk.write_survivors(folder.path(), random);
      ++outcome.cuts;
      const std::string fault = fault_of(folder.path(), durable, workload.batches_a_sync);
      if (fault.empty()) continue;
      if (outcome.faults++ == 0) {
        outcome.first = "before operation " + std::to_string(done) + ", cut " + std::to_string(cut) + ": " + fault;
      }
    }
    if (done < workload.operations.size()) disk.apply(workload.operations[done]);
  }
  return outcome;
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

  TEST_CASE("with --durability batched are followed by a sync within the window, and none while idle") {
    const TemporaryFolder folder;
    const RecordingVfs vfs;
    auto database = Database::open(folder.path(), *parse_durability("batched:50"));
    REQUIRE(database);
    EventLog log(**database);
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
