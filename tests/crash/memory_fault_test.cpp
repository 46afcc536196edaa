#include <doctest/doctest.h>
#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "failing_new.h"
#include "fault_workload.h"
#include "numbered_events.h"
#include "temporary_folder.h"
#include "watched_vfs.h"

namespace pocketrec {
namespace {

NthFault* sqlite_allocations = nullptr;
sqlite3_mem_methods system_memory;

void* sqlite_malloc(int size) {
  return sqlite_allocations->strikes() ? nullptr : system_memory.xMalloc(size);
}

void* sqlite_realloc(void* memory, int size) {
  return sqlite_allocations->strikes() ? nullptr : system_memory.xRealloc(memory, size);
}

// SQLite's own allocations fail as a fault says, while it lives.
class SqliteMemory {
 public:
  explicit SqliteMemory(NthFault& fault) {
    REQUIRE(sqlite3_shutdown() == SQLITE_OK);
    REQUIRE(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &system_memory) == SQLITE_OK);
    sqlite3_mem_methods failing = system_memory;
    failing.xMalloc = sqlite_malloc;
    failing.xRealloc = sqlite_realloc;
    NthFault none(0, false);
    none.end();
    sqlite_allocations = &none;
    REQUIRE(sqlite3_config(SQLITE_CONFIG_MALLOC, &failing) == SQLITE_OK);
    REQUIRE(sqlite3_initialize() == SQLITE_OK);
    sqlite_allocations = &fault;
  }
  ~SqliteMemory() {
    sqlite3_shutdown();
    sqlite3_config(SQLITE_CONFIG_MALLOC, &system_memory);
    sqlite3_initialize();
  }
};

FaultSum try_sqlite(bool lasts, bool unclean) {
  FaultSum sum;
  const UncleanStore store;
  for (std::int64_t n = 1;; n += fault_step(31)) {
    const TemporaryFolder folder;
    if (unclean) store.copy_to(folder.path());
    NthFault fault(n, lasts);
    const SqliteMemory memory(fault);
    const WatchedVfs vfs(without_syncs);
    const std::string wrong = run_workload(
        folder.path(), unclean ? store.events : 0, [&] { fault.end(); }, sum.refused);
    if (fault.struck() == 0) return sum;
    sum.add(std::string(lasts ? "from" : "at") + " allocation " + std::to_string(n) +
                (unclean ? ", after an unclean stop" : ""),
            wrong);
  }
}

}  // namespace

TEST_SUITE("memory faults") {
  TEST_CASE("of SQLite cost the calls that meet them, and nothing that was acknowledged") {
    FaultSum all;
    for (const bool lasts : {false, true}) {
      for (const bool unclean : {false, true}) {
        const FaultSum sum = try_sqlite(lasts, unclean);
        CHECK_MESSAGE(sum.failures == 0, sum.first);
        all.faults += sum.faults;
        all.refused += sum.refused;
        all.failures += sum.failures;
      }
    }
    MESSAGE(all.faults << " faults, " << all.refused << " calls refused, " << all.failures << " failures");
    CHECK(all.faults > 0);
  }

  TEST_CASE("of our own end the call, and the same store works afterwards") {
    int faults = 0;
    int thrown = 0;
    for (const bool lasts : {false, true}) {
      for (std::int64_t n = 1;; n += fault_step(5)) {
        CAPTURE(lasts);
        CAPTURE(n);
        const TemporaryFolder folder;
        std::vector<Interaction> events;
        for (int i = 0; i < 6; ++i) events.push_back(numbered_event(i));
        NthFault fault(n, lasts);
        std::unique_ptr<Database> database;
        std::unique_ptr<EventLog> log;
        bool acknowledged = false;
        try {
          const FailingNew failing(fault);
          if (auto opened = Database::open(folder.path())) {
            database = *std::move(opened);
            log = std::make_unique<EventLog>(*database);
            acknowledged = static_cast<bool>(log->append({events.data(), 3}));
            (void)log->events_of("u0");
            (void)log->count_items(moment(0), moment(10));
          }
        } catch (const std::bad_alloc&) {
          ++thrown;
        }
        if (fault.struck() == 0) break;
        ++faults;
        if (!database) {
          auto opened = Database::open(folder.path());
          REQUIRE_MESSAGE(opened, opened.error().message);
          database = *std::move(opened);
        }
        if (!log) log = std::make_unique<EventLog>(*database);
        std::map<int, int> times;
        REQUIRE(count_events(*log, times).empty());
        CHECK((!acknowledged || times.size() == 3));
        const auto appended = log->append(events);
        REQUIRE_MESSAGE(appended, appended.error().message);
        CHECK(appended->stored + appended->duplicates == 6);
        times.clear();
        REQUIRE(count_events(*log, times).empty());
        CHECK(times.size() == 6);
        CHECK(integrity_fault(*database).empty());
        CHECK(database->take_warnings().empty());
      }
    }
    MESSAGE(faults << " faults, of which " << thrown << " ended a call");
    CHECK(faults > 0);
  }
}

}  // namespace pocketrec
