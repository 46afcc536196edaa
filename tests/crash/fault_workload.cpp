#include "fault_workload.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "numbered_events.h"
#include "store/database.h"
#include "store/event_log.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

constexpr int kEventsABatch = 5;
constexpr int kBatches = 3;

std::vector<Interaction> make_batch(int first) {
  std::vector<Interaction> events;
  for (int i = 0; i < kEventsABatch; ++i) events.push_back(numbered_event(first + i));
  return events;
}

class FaultRun {
 public:
  FaultRun(const std::filesystem::path& folder, int first, int& refused)
      : folder_(folder), next_(first), refused_calls_(&refused) {
    for (int i = 0; i < first; ++i) acknowledged_.insert(i);
  }

  std::string run(const std::function<void()>& end_fault) {
    std::unique_ptr<Database> database;
    for (int start = 0; start < 2; ++start) {
      database.reset();
      if (std::string wrong = open(database); !wrong.empty()) return wrong;
      if (!database) continue;
      if (std::string wrong = use(*database); !wrong.empty()) return wrong;
    }
    end_fault();
    if (!database) {
      auto opened = Database::open(folder_);
      if (!opened) return "does not open after the fault: " + opened.error().message;
      database = *std::move(opened);
    }
    if (std::string wrong = append_refused(*database); !wrong.empty()) return "after the fault: " + wrong;
    if (std::string wrong = check(*database); !wrong.empty()) return "after the fault: " + wrong;
    database.reset();
    auto again = Database::open(folder_);
    if (!again) return "does not open again: " + again.error().message;
    if (std::string wrong = check(**again); !wrong.empty()) return "after another start: " + wrong;
    return {};
  }

 private:
  /// An error as it may be.
  std::string refuse(const Error& error) {
    ++*refused_calls_;
    return error.code == ErrorCode::storage ? "" : "expected an error of storage, got: " + error.message;
  }

  std::string open(std::unique_ptr<Database>& database) {
    for (int attempt = 0; attempt < 2 && !database; ++attempt) {
      auto opened = Database::open(folder_);
      if (opened) {
        database = *std::move(opened);
      } else if (std::string wrong = refuse(opened.error()); !wrong.empty()) {
        return wrong;
      }
    }
    return {};
  }

  std::string use(Database& database) {
    EventLog log(database, {}, ClockReading::now, kMergeAt);
    for (int batch = 0; batch < kBatches; ++batch) {
      const int first = next_;
      next_ += kEventsABatch;
      const auto appended = log.append(make_batch(first));
      if (appended) {
        if (appended->stored != kEventsABatch) return "events were taken for duplicates";
        for (int i = 0; i < kEventsABatch; ++i) acknowledged_.insert(first + i);
      } else {
        refused_.push_back(first);
        if (std::string wrong = refuse(appended.error()); !wrong.empty()) return wrong;
      }
      std::map<int, int> times;
      for (int user = 0; user < kUsers; ++user) {
        const auto events = log.events_of("u" + std::to_string(user));
        if (!events) {
          if (std::string wrong = refuse(events.error()); !wrong.empty()) return wrong;
          continue;
        }
        for (const Interaction& event : *events) {
          if (++times[std::stoi(event.event_id)] > 1) return "event " + event.event_id + " is there twice";
        }
        for (const int number : acknowledged_) {
          if (number % kUsers == user && times[number] == 0)
            return "event " + std::to_string(number) + " cannot be seen";
        }
      }
      if (const auto writable = database.check_writable(); !writable) {
        if (std::string wrong = refuse(writable.error()); !wrong.empty()) return wrong;
      }
      if (batch == 1) {
        if (auto access = database.access()) {
          const auto folded = database.execute("PRAGMA wal_checkpoint(TRUNCATE)");
          if (!folded) {
            if (std::string wrong = refuse(folded.error()); !wrong.empty()) return wrong;
          }
        }
      }
    }
    return {};
  }

  std::string append_refused(Database& database) {
    EventLog log(database, {}, ClockReading::now, kMergeAt);
    for (const int first : refused_) {
      const auto appended = log.append(make_batch(first));
      if (!appended) return appended.error().message;
      // Those of a commit that failed late may be there already.
      if (appended->stored + appended->duplicates != kEventsABatch) return "a part of a batch is missing";
      for (int i = 0; i < kEventsABatch; ++i) acknowledged_.insert(first + i);
    }
    return {};
  }

  std::string check(Database& database) {
    if (std::string wrong = integrity_fault(database); !wrong.empty()) return wrong;
    std::map<int, int> times;
    if (std::string wrong = count_events(EventLog(database), times); !wrong.empty()) return wrong;
    if (times.size() != acknowledged_.size()) {
      return "expected " + std::to_string(acknowledged_.size()) + " events, got " + std::to_string(times.size());
    }
    if (const auto warnings = database.take_warnings(); !warnings.empty()) return warnings[0];
    return {};
  }

  std::filesystem::path folder_;
  int next_;
  int* refused_calls_;
  std::vector<int> refused_;  // first events of batches
  std::set<int> acknowledged_;
};

}  // namespace

std::int64_t fault_step(std::int64_t otherwise) {
  const char* text = std::getenv("POCKETREC_FAULT_STEP");
  return text ? std::stoi(text) : otherwise;
}

void FaultSum::add(const std::string& where, const std::string& failure) {
  ++faults;
  if (!failure.empty() && failures++ == 0) first = where + ": " + failure;
}

UncleanStore::UncleanStore() : events(2 * kBatches * kEventsABatch) {
  for (int start = 0; start < 2; ++start) {
    auto database = Database::open(original_.path());
    REQUIRE(database);
    EventLog log(**database, {}, ClockReading::now, kMergeAt);
    for (int i = 0; i < kBatches; ++i) REQUIRE(log.append(make_batch((start * kBatches + i) * kEventsABatch)));
    if (start == 0) continue;
    for (const char* name : {"events.sqlite", "events.sqlite-wal"}) {
      std::filesystem::copy_file(original_ / name, files_ / name);
    }
  }
}

void UncleanStore::copy_to(const std::filesystem::path& folder) const {
  for (const char* name : {"events.sqlite", "events.sqlite-wal"}) {
    std::filesystem::copy_file(files_ / name, folder / name);
  }
}

std::string run_workload(const std::filesystem::path& folder, int first, const std::function<void()>& end_fault,
                         int& refused) {
  return FaultRun(folder, first, refused).run(end_fault);
}

}  // namespace pocketrec
