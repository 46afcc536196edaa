#include "store/record_store.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "store/database.h"
#include "store/event_log.h"
#include "temporary_folder.h"

namespace pocketrec {

TEST_SUITE("record store") {
  TEST_CASE("counts what was put, by kind") {
    const TemporaryFolder folder;
    auto database = Database::open(folder / "data");
    REQUIRE(database);
    RecordStore store(**database);
    const std::vector<StoredRecord> items = {{"a", "{}"}, {"b", "{}"}};
    const std::vector<StoredRecord> users = {{"a", "{}"}};
    REQUIRE(store.put(RecordKind::item, items));
    REQUIRE(store.put(RecordKind::item, items));
    REQUIRE(store.put(RecordKind::user, users));
    CHECK(store.count_put(RecordKind::item) == 4);
    CHECK(store.count_put(RecordKind::user) == 1);
  }

  TEST_CASE("keeps the last record of each id, in the order of first arrival, also after a restart") {
    const TemporaryFolder folder;
    {
      auto database = Database::open(folder.path());
      REQUIRE(database);
      RecordStore store(**database);
      const std::vector<StoredRecord> first = {{"zoë", R"({"genres":"Drama"})"}, {"a|b", "{}"}};
      REQUIRE(store.put(RecordKind::item, first));
      const std::vector<StoredRecord> second = {{"c", "{}"}, {"zoë", R"({"price":2})"}, {"c", R"({"price":3})"}};
      REQUIRE(store.put(RecordKind::item, second));
      const std::vector<StoredRecord> user = {{"c", R"({"age":7})"}};
      REQUIRE(store.put(RecordKind::user, user));
    }
    auto database = Database::open(folder.path());
    REQUIRE(database);
    const RecordStore store(**database);
    const auto items = store.all(RecordKind::item);
    REQUIRE(items);
    CHECK(*items == std::vector<StoredRecord>{{"zoë", R"({"price":2})"}, {"a|b", "{}"}, {"c", R"({"price":3})"}});
    const auto users = store.all(RecordKind::user);
    REQUIRE(users);
    CHECK(users->size() == 1);
    CHECK(**store.find(RecordKind::user, "c") == R"({"age":7})");
    CHECK(**store.find(RecordKind::item, "c") == R"({"price":3})");
    CHECK(!store.find(RecordKind::user, "zoë")->has_value());
  }

  TEST_CASE("an empty list stores nothing") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    RecordStore store(**database);
    CHECK(store.put(RecordKind::item, {}));
    CHECK(store.all(RecordKind::item)->empty());
  }

  TEST_CASE("refuses records over its bytes, all of a call, and counts what is there whoever put or erased it") {
    const TemporaryFolder folder;
    {
      auto database = Database::open(folder.path());
      REQUIRE(database);
      RecordStore store(**database, 100);
      CHECK(store.put(RecordKind::item, std::vector<StoredRecord>{{"a", std::string(59, ' ')}}));
      CHECK(store.bytes() == 60);
      // The same again takes its own place.
      CHECK(store.put(RecordKind::item, std::vector<StoredRecord>{{"a", std::string(49, ' ')}}));
      CHECK(store.put(RecordKind::user, std::vector<StoredRecord>{{"u", std::string(49, ' ')}}));
      CHECK(store.bytes() == 100);
    }
    auto database = Database::open(folder.path());
    REQUIRE(database);
    RecordStore store(**database, 100);
    const std::vector<StoredRecord> two = {{"b", ""}, {"c", "{}"}};
    const auto refused = store.put(RecordKind::item, two);
    REQUIRE(!refused);
    CHECK(refused.error().code == ErrorCode::overloaded);
    CHECK(refused.error().message == "expected records of at most 100 bytes in the store, got 104");
    CHECK(store.all(RecordKind::item)->size() == 1);
    CHECK(store.bytes() == 100);
    REQUIRE(EventLog(**database).erase({.user_id = "u", .session_ids = {}}));
    store.note_erasure();
    CHECK(store.put(RecordKind::item, two));
    CHECK(store.bytes() == 54);
  }
}

}  // namespace pocketrec
