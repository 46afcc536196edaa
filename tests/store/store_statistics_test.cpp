#include "store/store_statistics.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "query.h"
#include "sample_events.h"
#include "store/event_log.h"
#include "store/filter_store.h"
#include "store/migrations.h"
#include "store/record_store.h"
#include "temporary_folder.h"

namespace pocketrec {

TEST_SUITE("store statistics") {
  TEST_CASE("an empty store has nothing") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    const auto statistics = read_statistics(**database);
    REQUIRE(statistics);
    CHECK(statistics->schema_version == migrations().back().version);
    CHECK(statistics->events == 0);
    CHECK(!statistics->first);
    CHECK(!statistics->last);
    CHECK(statistics->types.empty());
    CHECK(statistics->file_bytes + statistics->log_bytes == (*database)->room().used);
  }

  TEST_CASE("counts events, senders, times, types, records and filters") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    std::vector<Interaction> events = {click("u", "a", 5), click("v", "a", 3), anonymous_click("s", "b", 9)};
    events[0].session_id = "t";
    events[1].event_type = "watch";
    REQUIRE(log.append(events));
    RecordStore records(**database);
    const std::vector<StoredRecord> items = {{"a", "{}"}, {"b", "{}"}};
    REQUIRE(records.put(RecordKind::item, items));
    REQUIRE(records.put(RecordKind::user, {items.data(), 1}));
    REQUIRE(FilterStore(**database).add({"f", "x", 1}));
    const auto statistics = read_statistics(**database);
    REQUIRE(statistics);
    CHECK(statistics->events == 3);
    CHECK(statistics->anonymous == 1);
    CHECK(statistics->users == 2);
    CHECK(statistics->sessions == 2);
    CHECK(statistics->first == moment(3));
    CHECK(statistics->last == moment(9));
    CHECK(statistics->last_sequence == 3);
    CHECK(statistics->types == std::vector<TypeCount>{{"click", 2}, {"watch", 1}});
    CHECK(statistics->items_put == 2);
    CHECK(statistics->users_put == 1);
    CHECK(statistics->filters == 1);
  }
}

}  // namespace pocketrec
