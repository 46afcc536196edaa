#include "store/durability.h"

#include <doctest/doctest.h>

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "query.h"
#include "sample_events.h"
#include "store/event_log.h"
#include "store/periodic_sync.h"
#include "temporary_folder.h"

namespace pocketrec {

using std::chrono::milliseconds;

TEST_SUITE("durability") {
  TEST_CASE("is read as it is written") {
    for (const char* text : {"full", "memory", "batched:1", "batched:250", "batched:3600000"}) {
      CAPTURE(text);
      const auto durability = parse_durability(text);
      REQUIRE(durability);
      CHECK(to_text(*durability) == text);
    }
    CHECK(*parse_durability("full") == Durability());
    CHECK(parse_durability("batched:250")->window == milliseconds(250));
  }

  TEST_CASE("of another form is refused") {
    for (const char* text : {"", "Full", "none", "batched", "batched:", "batched:0", "batched:-1", "batched:3600001",
                             "batched:1s", "batched: 1", "batched:99999999999", "memory:1"}) {
      CAPTURE(text);
      const auto durability = parse_durability(text);
      REQUIRE_FALSE(durability);
      CHECK(durability.error().code == ErrorCode::invalid_input);
    }
  }

  TEST_CASE("full, batched: the pragma that SQLite has") {
    const TemporaryFolder folder;
    CHECK(query(**Database::open(folder.path()), "PRAGMA synchronous") == 2);
    CHECK(query(**Database::open(folder.path(), *parse_durability("batched:1")), "PRAGMA synchronous") == 1);
  }

  TEST_CASE("batched: what was written is there after a clean stop, and syncs change nothing") {
    const TemporaryFolder folder;
    {
      auto database = Database::open(folder.path(), *parse_durability("batched:1"));
      REQUIRE(database);
      REQUIRE((*database)->sync_periodically());
      EventLog log(**database);
      for (int i = 0; i < 100; ++i) {
        REQUIRE(log.append(std::vector{click("u", std::to_string(i), i)}));
        if (i % 10 == 0) CHECK((*database)->sync());
      }
      CHECK((*database)->take_warnings().empty());
    }
    auto database = Database::open(folder.path());
    REQUIRE(database);
    CHECK(EventLog(**database).events_of("u")->size() == 100);
  }

  TEST_CASE("memory: a store without a file") {
    auto database = Database::open_in_memory();
    REQUIRE(database);
    EventLog log(**database);
    REQUIRE(log.append(std::vector{click("u", "1", 1)}));
    CHECK(log.events_of("u")->size() == 1);
    CHECK(log.check_writable());
    CHECK((*database)->sync());
    CHECK(*EventLog(**Database::open_in_memory()).count() == 0);
  }
}

TEST_SUITE("periodic sync") {
  TEST_CASE("follows a write after the window, and nothing follows without one") {
    std::mutex mutex;
    std::condition_variable changed;
    int syncs = 0;
    PeriodicSync periodic(milliseconds(20), [&] {
      const std::lock_guard lock(mutex);
      ++syncs;
      changed.notify_all();
    });
    REQUIRE(periodic.start());
    for (int round = 1; round <= 3; ++round) {
      const auto begin = std::chrono::steady_clock::now();
      periodic.note_write();
      periodic.note_write();
      std::unique_lock lock(mutex);
      changed.wait(lock, [&] { return syncs == round; });
      CHECK(std::chrono::steady_clock::now() - begin >= milliseconds(20));
    }
    std::this_thread::sleep_for(milliseconds(100));
    const std::lock_guard lock(mutex);
    CHECK(syncs == 3);
  }

  TEST_CASE("ends at once while it waits") {
    PeriodicSync periodic(std::chrono::hours(1), [] {});
    REQUIRE(periodic.start());
    periodic.note_write();
  }
}

}  // namespace pocketrec
