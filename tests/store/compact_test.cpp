#include "store/compact.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "query.h"
#include "sample_events.h"
#include "store/database.h"
#include "store/event_log.h"
#include "store/store_statistics.h"
#include "temporary_folder.h"

namespace pocketrec {

TEST_SUITE("compact") {
  TEST_CASE("compacting gives back what erased events took, and empties the write-ahead log") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    std::vector<Interaction> events;
    for (int i = 0; i < 5000; ++i) events.push_back(click(i % 10 == 0 ? "kept" : "gone", std::to_string(i), i));
    REQUIRE(log.append(events));
    REQUIRE(log.erase({.user_id = "gone", .session_ids = {}}));
    const auto before = read_statistics(**database);
    REQUIRE(before);
    CHECK(before->free_bytes > before->file_bytes / 2);
    REQUIRE(compact(**database));
    const auto after = read_statistics(**database);
    REQUIRE(after);
    CHECK(after->free_bytes == 0);
    CHECK(after->log_bytes == 0);
    CHECK(after->file_bytes < before->file_bytes / 3);
    CHECK(after->events == 500);
    CHECK(query(**database, "SELECT 1 FROM pragma_quick_check WHERE quick_check <> 'ok'") == 0);
  }

  TEST_CASE("lowering a ceiling gives back what is dropped, in steps, and keeps room for what comes") {
    const TemporaryFolder folder;
    {
      auto database = Database::open(folder.path());
      REQUIRE(database);
      std::vector<Interaction> events;
      for (int i = 0; i < 30'000; ++i) events.push_back(click("u" + std::to_string(i % 10), std::to_string(i), i));
      REQUIRE(EventLog(**database).append(events));
    }
    auto database = Database::open(folder.path());
    REQUIRE(database);
    const auto before = read_statistics(**database);
    REQUIRE(before);
    REQUIRE(EventLog(**database, {.events = 1000}).trim());
    const auto after = read_statistics(**database);
    REQUIRE(after);
    CHECK(after->events <= 1000);
    CHECK(after->file_bytes + after->log_bytes < before->file_bytes + 4'000'000);
    CHECK(query(**database, "PRAGMA page_count") * 1024 < static_cast<std::int64_t>(before->file_bytes) * 2 / 3);
    CHECK(query(**database, "SELECT 1 FROM pragma_quick_check WHERE quick_check <> 'ok'") == 0);
  }

  TEST_CASE("a few free pages stay") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    std::vector<Interaction> events;
    for (int i = 0; i < 3000; ++i) events.push_back(click("gone", std::to_string(i), i));
    EventLog log(**database);
    REQUIRE(log.append(events));
    REQUIRE(log.erase({.user_id = "gone", .session_ids = {}}));
    const std::int64_t free = query(**database, "PRAGMA freelist_count");
    CHECK(free > 100);
    REQUIRE(shrink(**database));
    CHECK(query(**database, "PRAGMA freelist_count") == free);
  }
}

}  // namespace pocketrec
