#include "store/migrations.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

#include "query.h"
#include "store/database.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void execute(Database& database, std::string_view sql) {
  auto access = database.access();
  REQUIRE(access);
  REQUIRE(database.execute(sql));
}

}  // namespace

TEST_SUITE("migrations") {
  TEST_CASE("are the files of src/store/migrations, numbered from 1 on") {
    const std::filesystem::path folder = std::filesystem::path(POCKETREC_TEST_DATA) / "../src/store/migrations";
    std::set<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) files.insert(entry.path());
    REQUIRE(files.size() == migrations().size());
    auto file = files.begin();
    int version = 0;
    for (const Migration& migration : migrations()) {
      CHECK(migration.version == ++version);
      CHECK(file->stem() == migration.name);
      CHECK(read_file(*file++) == migration.sql);
    }
  }

  TEST_CASE("leave the version of the last one, and the program's mark, in the file") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    CHECK(query(**database, "PRAGMA user_version") == migrations().back().version);
    CHECK(query(**database, "PRAGMA application_id") == 0x706b7263);
  }

  TEST_CASE("are applied once") {
    const TemporaryFolder folder;
    REQUIRE(Database::open(folder.path()));
    auto database = Database::open(folder.path());
    REQUIRE(database);
    CHECK((*database)->take_warnings().empty());
    CHECK(query(**database, "SELECT count(*) FROM sqlite_schema WHERE name = 'events'") == 1);
  }

  TEST_CASE("bring a file of the first version up to date") {
    const TemporaryFolder folder;
    {
      auto database = Database::open(folder.path());
      REQUIRE(database);
      execute(**database,
              "ALTER TABLE events DROP COLUMN attribution_source; DROP TABLE records; DROP TABLE filters; "
              "DROP TABLE erasures; DROP INDEX events_by_time; "
              "PRAGMA user_version = 1");
    }
    auto database = Database::open(folder.path());
    REQUIRE(database);
    CHECK((*database)->take_warnings().empty());
    CHECK(query(**database, "PRAGMA user_version") == migrations().back().version);
    CHECK(query(**database, "SELECT count(*) FROM sqlite_schema WHERE name = 'events_by_time'") == 1);
    CHECK(query(**database, "SELECT count(*) FROM sqlite_schema WHERE name = 'records'") == 1);
    CHECK(query(**database, "SELECT count(*) FROM filters") == 0);
    CHECK(query(**database, "SELECT count(attribution_source) FROM events") == 0);
  }

  TEST_CASE("refuse a file of a newer program and leave it alone") {
    const TemporaryFolder folder;
    {
      auto database = Database::open(folder.path());
      REQUIRE(database);
      execute(**database, "PRAGMA user_version = 1000");
    }
    auto database = Database::open(folder.path());
    REQUIRE(!database);
    CHECK(database.error().code == ErrorCode::storage);
    CHECK(database.error().message.find("got 1000 from a newer program") != std::string::npos);
    CHECK(!std::filesystem::exists(folder.path() / "events.sqlite.corrupt-1"));
  }

  TEST_CASE("set a file of another program aside") {
    const TemporaryFolder folder;
    {
      auto database = Database::open(folder.path());
      REQUIRE(database);
      execute(**database, "PRAGMA application_id = 7");
    }
    auto database = Database::open(folder.path());
    REQUIRE(database);
    CHECK((*database)->take_warnings().size() == 1);
    CHECK(std::filesystem::exists(folder.path() / "events.sqlite.corrupt-1"));
    CHECK(query(**database, "PRAGMA application_id") == 0x706b7263);
  }
}

}  // namespace pocketrec
