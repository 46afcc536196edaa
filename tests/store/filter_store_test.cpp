#include "store/filter_store.h"

#include <doctest/doctest.h>

#include "store/database.h"
#include "temporary_folder.h"

namespace pocketrec {

TEST_SUITE("filter store") {
  const StoredFilter kCheap = {"cheap", "INCLUDE ItemID WHERE Items.PRICE < 5", 1'800'000'000};
  const StoredFilter kNames = {"näme's", "EXCLUDE ItemID WHERE Items.TITLE IN (\"O'Brien\n|\")", 1'700'000'000};

  TEST_CASE("keeps filters in the order of creation, also after a restart") {
    const TemporaryFolder folder;
    {
      auto database = Database::open(folder.path());
      REQUIRE(database);
      FilterStore store(**database);
      CHECK(store.all()->empty());
      CHECK(*store.add(kNames));
      CHECK(*store.add(kCheap));
    }
    auto database = Database::open(folder.path());
    REQUIRE(database);
    const auto filters = FilterStore(**database).all();
    REQUIRE(filters);
    CHECK(*filters == std::vector<StoredFilter>{kNames, kCheap});
  }

  TEST_CASE("a name is there once, and the first filter stays") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    FilterStore store(**database);
    CHECK(*store.add(kCheap));
    CHECK(!*store.add({kCheap.name, kNames.expression, 1}));
    CHECK(*store.all() == std::vector<StoredFilter>{kCheap});
    CHECK(*store.add({"Cheap", kCheap.expression, 1}));  // names differ by case
  }

  TEST_CASE("what was removed is gone after a restart, and its name is free") {
    const TemporaryFolder folder;
    {
      auto database = Database::open(folder.path());
      REQUIRE(database);
      FilterStore store(**database);
      CHECK(*store.add(kCheap));
      CHECK(*store.add(kNames));
      CHECK(*store.remove(kCheap.name));
      CHECK(!*store.remove(kCheap.name));
      CHECK(!*store.remove("other"));
    }
    auto database = Database::open(folder.path());
    REQUIRE(database);
    FilterStore store(**database);
    CHECK(*store.all() == std::vector<StoredFilter>{kNames});
    CHECK(*store.add(kCheap));
    CHECK(*store.all() == std::vector<StoredFilter>{kNames, kCheap});
  }
}

}  // namespace pocketrec
