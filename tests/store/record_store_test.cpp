#include "store/record_store.h"

#include <doctest/doctest.h>

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
}

}  // namespace pocketrec
