#include "store/migrations.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "query.h"
#include "sample_events.h"
#include "store/database.h"
#include "store/event_log.h"
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

// A file as the program left it whose last migration had that number, with an event of "ann" and one of her visit
// before.
void write_version(const std::filesystem::path& path, int version) {
  REQUIRE(sqlite3_initialize() == SQLITE_OK);
  sqlite3* handle = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
  std::string sql = "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;";
  for (const Migration& migration : migrations()) {
    if (migration.version <= version) sql += migration.sql;
  }
  sql +=
      "INSERT INTO visitors VALUES (1, 'ann'), (2, 'visit'); INSERT INTO joined_sessions VALUES (1, 2);"
      "INSERT INTO events (user, session, sent_at, event_type, item_id, event_id, recommendation_id, properties, "
      "impression) VALUES (1, NULL, 1704067205000, 'click', '1', 'e1', '', '', ''), "
      "(NULL, 2, 1704067206000, 'click', '2', '', '', '', '');";
  CHECK(sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  REQUIRE(sqlite3_close(handle) == SQLITE_OK);
}

// Names and texts of all tables and indexes.
std::string schema_of(Database& database) {
  auto access = database.access();
  REQUIRE(access);
  auto rows = database.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name");
  REQUIRE(rows);
  std::string schema;
  while (*rows->step()) schema += rows->text(0) + ": " + rows->text(1) + "\n";
  return schema;
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

  TEST_CASE("bring a file of every earlier version up to date, and keep what is in it") {
    const TemporaryFolder fresh_folder;
    auto fresh = Database::open(fresh_folder.path());
    REQUIRE(fresh);
    for (const Migration& last : migrations()) {
      CAPTURE(last.version);
      const TemporaryFolder folder;
      write_version(folder / "events.sqlite", last.version);
      auto database = Database::open(folder.path());
      REQUIRE(database);
      CHECK((*database)->take_warnings().empty());
      CHECK(query(**database, "PRAGMA user_version") == migrations().back().version);
      CHECK(schema_of(**database) == schema_of(**fresh));

      EventLog log(**database);
      const auto events = log.events_of("ann");
      REQUIRE(events);
      REQUIRE(events->size() == 2);
      CHECK(events->front() == with_id(click("ann", "1", 5), "e1"));
      CHECK(events->back().session_id == "visit");
      const auto again = log.append(std::vector{with_id(click("ann", "1", 5), "e1"), click("ann", "3", 7)});
      REQUIRE(again);
      CHECK(again->duplicates == 1);
      CHECK(log.events_of("ann")->size() == 3);
    }
  }

  TEST_CASE("refuse a file of a newer program and leave it alone") {
    const TemporaryFolder folder;
    {
      auto database = Database::open(folder.path());
      REQUIRE(database);
      execute(**database, "PRAGMA user_version = 100");
    }
    auto database = Database::open(folder.path());
    REQUIRE(!database);
    CHECK(database.error().code == ErrorCode::storage);
    CHECK(database.error().message.find("got 100 from a newer program") != std::string::npos);
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
