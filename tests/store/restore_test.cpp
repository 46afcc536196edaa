#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "sample_events.h"
#include "store/event_log.h"
#include "store/recent_event_ids.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

std::vector<StoredEvent> read_all(Database& database) {
  EventReader reader(database, 0, INT64_MAX);
  std::vector<StoredEvent> all;
  while (true) {
    auto page = reader.next_page();
    REQUIRE(page);
    if (page->empty()) return all;
    all.insert(all.end(), page->begin(), page->end());
  }
}

}  // namespace

TEST_SUITE("event log, restoring") {
  TEST_CASE("keeps sequence numbers where they are free, and passes over what is there") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    const std::vector<StoredEvent> events = {{3, click("u", "a", 1)}, {7, with_id(click("u", "b", 2), "x")}};
    auto restored = log.restore(events);
    REQUIRE(restored);
    CHECK(restored->stored == 2);
    CHECK(read_all(**database) == events);
    restored = log.restore(events, {}, 20);
    REQUIRE(restored);
    CHECK(restored->stored == 0);
    CHECK(restored->duplicates == 2);
    CHECK(log.appended().stored == 0);

    // What was restored counts for the search for repeated event ids, and numbers go on above the last one.
    const std::vector<Interaction> more = {with_id(click("u", "b", 3), "x"), click("u", "c", 4)};
    const auto appended = log.append(more);
    REQUIRE(appended);
    CHECK(appended->duplicates == 1);
    CHECK(read_all(**database).back().sequence == 21);
    const std::vector<StoredEvent> older = {{5, click("v", "d", 9)}};
    REQUIRE(log.restore(older));
    CHECK(read_all(**database).back().sequence == 22);
  }

  TEST_CASE("events of a log with the same id at different times are all restored") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    const std::vector<StoredEvent> events = {{1, with_id(click("u", "a", 1), "x")},
                                             {2, with_id(click("u", "b", 2), "x")}};
    REQUIRE(log.restore(events));
    CHECK(read_all(**database) == events);
  }

  TEST_CASE("joins sessions that no stored event joins") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    const std::vector<StoredEvent> events = {{1, anonymous_click("s", "a", 1)}};
    const std::vector<JoinedSession> joined = {{"u", "s"}};
    REQUIRE(log.restore(events, joined));
    CHECK(items_of(log, "u") == "a");
  }
}

}  // namespace pocketrec
