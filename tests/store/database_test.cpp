#include "store/database.h"

#include <doctest/doctest.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "child_process.h"
#include "query.h"
#include "sample_events.h"
#include "store/event_log.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

constexpr std::streamoff kPage = 1024;

unsigned mode_of(const std::filesystem::path& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777;
}

// A closed database with events of ten users, and the path of its file.
std::filesystem::path make_database(const std::filesystem::path& folder) {
  auto database = Database::open(folder);
  REQUIRE(database);
  std::vector<Interaction> events;
  events.reserve(2000);
  for (int i = 0; i < 2000; ++i) events.push_back(click("u" + std::to_string(i % 10), std::to_string(i), i));
  REQUIRE(EventLog(**database).append(events));
  return (*database)->path();
}

void overwrite(const std::filesystem::path& path, std::streamoff begin, std::streamoff size) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(begin);
  file << std::string(static_cast<std::size_t>(size), '\x5a');
  file.flush();
  REQUIRE(file);
}

std::streamoff size_of(const std::filesystem::path& path) {
  return static_cast<std::streamoff>(std::filesystem::file_size(path));
}

// Leaves what an empty database has, the schema above all, and nothing else.
void damage_tables(const std::filesystem::path& path) {
  const TemporaryFolder empty;
  REQUIRE(Database::open(empty.path()));
  const std::streamoff begin = size_of(empty.path() / "events.sqlite");
  overwrite(path, begin, size_of(path) - begin);
}

// Opens a database whose file is damaged: it must be set aside, and the fresh one must work. The events that it begins
// with, which were salvaged.
std::uint64_t check_begins_afresh(const std::filesystem::path& folder, const std::string& aside) {
  auto database = Database::open(folder);
  REQUIRE(database);
  const auto warnings = (*database)->take_warnings();
  REQUIRE(warnings.size() == 1);
  CHECK(warnings[0].find(aside) != std::string::npos);
  CHECK((*database)->take_warnings().empty());
  CHECK(std::filesystem::exists(folder / aside));
  EventLog log(**database);
  auto count = log.count();
  REQUIRE(count);
  CHECK(warnings[0].find(": " + std::to_string(*count) + " events, 0 records and 0 filters") != std::string::npos);
  const Interaction event = click("fresh", "fresh", 1);
  REQUIRE(log.append({&event, 1}));
  CHECK(items_of(log, "fresh") == "fresh");
  return *count;
}

}  // namespace

TEST_SUITE("database") {
  TEST_CASE("makes folder and files for their owner only") {
    const TemporaryFolder parent;
    const std::filesystem::path folder = parent.path() / "a" / "b";
    auto database = Database::open(folder);
    REQUIRE(database);
    const Interaction event = click("u", "i", 1);
    REQUIRE(EventLog(**database).append({&event, 1}));
    CHECK(mode_of(folder) == 0700);
    CHECK(mode_of(folder / "events.sqlite") == 0600);
    CHECK(mode_of(folder / "events.sqlite-wal") == 0600);
    CHECK(mode_of(folder / "pocketrec.lock") == 0600);
    CHECK(!std::filesystem::exists(folder / "events.sqlite-shm"));
  }

  TEST_CASE("runs with the settings that durability and hostile files call for") {
    const TemporaryFolder folder;
    auto opened = Database::open(folder.path());
    REQUIRE(opened);
    Database& database = **opened;
    CHECK(query(database, "SELECT journal_mode = 'wal' FROM pragma_journal_mode") == 1);
    CHECK(query(database, "SELECT locking_mode = 'exclusive' FROM pragma_locking_mode") == 1);
    CHECK(query(database, "PRAGMA synchronous") == 2);
    CHECK(query(database, "PRAGMA auto_vacuum") == 2);
    CHECK(query(database, "PRAGMA secure_delete") == 1);
    CHECK(query(database, "PRAGMA cell_size_check") == 1);
    CHECK(query(database, "PRAGMA trusted_schema") == 0);
  }

  TEST_CASE("refuses a second process at once and names the folder") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    const int status = run_in_child([&] {
      auto second = Database::open(folder.path());
      if (second) return 1;
      if (second.error().code != ErrorCode::resource_in_use) return 2;
      return second.error().message.find(folder.path().string()) == std::string::npos ? 3 : 0;
    });
    CHECK(status == 0);
    auto here = Database::open(folder.path());
    REQUIRE(!here);
    CHECK(here.error().code == ErrorCode::resource_in_use);
  }

  TEST_CASE("can be opened again when the process that had it was killed") {
    const TemporaryFolder folder;
    const int status = run_in_child([&] {
      auto database = Database::open(folder.path());
      return ::raise(SIGKILL);
    });
    CHECK(status == -1);
    CHECK(Database::open(folder.path()));
  }

  TEST_CASE("says which folder cannot be used") {
    const TemporaryFolder parent;
    const std::filesystem::path file = parent.path() / "file";
    std::ofstream(file) << "x";
    auto below = Database::open(file / "data");
    REQUIRE(!below);
    CHECK(below.error().code == ErrorCode::storage);
    CHECK(below.error().message.find(file.string()) != std::string::npos);
    auto itself = Database::open(file);
    REQUIRE(!itself);
    CHECK(itself.error().code == ErrorCode::storage);
    CHECK(itself.error().message.find(file.string()) != std::string::npos);
  }

  TEST_CASE("answers with a storage error in a folder that may not be written") {
    const TemporaryFolder parent;
    REQUIRE(::chmod(parent.path().c_str(), 0555) == 0);
    const int status = run_in_child([&] {
      // Permissions do not bind root.
      if (::geteuid() == 0 && (::setgid(65534) != 0 || ::setuid(65534) != 0)) return 9;
      auto missing = Database::open(parent.path() / "data");
      auto present = Database::open(parent.path());
      if (missing || present) return 1;
      if (missing.error().code != ErrorCode::storage || present.error().code != ErrorCode::storage) return 2;
      return present.error().message.find("Permission denied") == std::string::npos ? 3 : 0;
    });
    CHECK(status == 0);
  }

  TEST_CASE("answers with a storage error while the disk is full, loses nothing, and recovers by itself") {
    const TemporaryFolder folder;
    const int status = run_in_child([&] {
      auto database = Database::open(folder.path());
      if (!database) return 1;
      EventLog log(**database);
      ::signal(SIGXFSZ, SIG_IGN);
      rlimit limit{};
      ::getrlimit(RLIMIT_FSIZE, &limit);
      limit.rlim_cur = 200'000;
      ::setrlimit(RLIMIT_FSIZE, &limit);
      std::vector<std::vector<Interaction>> refused;
      for (int i = 0; i < 500; ++i) {
        std::vector<Interaction> batch;
        batch.reserve(10);
        for (int j = 0; j < 10; ++j) batch.push_back(click("u", std::to_string(i), i * 10 + j));
        auto result = log.append(batch);
        if (result) continue;
        if (result.error().code != ErrorCode::storage) return 2;
        refused.push_back(batch);
      }
      if (refused.empty() || refused.size() == 500) return 3;
      limit.rlim_cur = limit.rlim_max;
      ::setrlimit(RLIMIT_FSIZE, &limit);
      for (const auto& batch : refused) {
        if (!log.append(batch)) return 4;
      }
      auto count = log.count();
      if (!count || *count != 5000) return 5;
      return (*database)->take_warnings().empty() ? 0 : 6;
    });
    CHECK(status == 0);
  }

  TEST_CASE(
      "can be written until a write fails, and again as soon as one would succeed, without touching a good disk") {
    const TemporaryFolder folder;
    const int status = run_in_child([&] {
      auto database = Database::open(folder.path());
      if (!database) return 1;
      EventLog log(**database);
      const auto wal = folder.path() / "events.sqlite-wal";
      const std::vector<Interaction> first = {click("u", "a", 1)};
      if (!log.append(first)) return 2;
      const auto size = std::filesystem::file_size(wal);
      if (!(*database)->check_writable() || std::filesystem::file_size(wal) != size) return 3;
      ::signal(SIGXFSZ, SIG_IGN);
      rlimit limit{};
      ::getrlimit(RLIMIT_FSIZE, &limit);
      const rlimit unlimited = limit;
      limit.rlim_cur = 0;
      ::setrlimit(RLIMIT_FSIZE, &limit);
      const std::vector<Interaction> second = {click("u", "b", 2)};
      if (log.append(second)) return 4;
      for (int i = 0; i < 3; ++i) {
        const auto failing = (*database)->check_writable();
        if (failing || failing.error().code != ErrorCode::storage) return 5;
        if (failing.error().message.find(folder.path().string()) != std::string::npos) return 6;
      }
      ::setrlimit(RLIMIT_FSIZE, &unlimited);
      if (!(*database)->check_writable()) return 7;
      if (!log.append(second)) return 8;
      const AppendResult appended = log.appended();
      return appended.stored == 2 && appended.duplicates == 0 ? 0 : 9;
    });
    CHECK(status == 0);
  }

  TEST_CASE("tells what its files use") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    const Database::Room room = (*database)->room();
    std::uintmax_t used = 0;
    for (const char* name : {"events.sqlite", "events.sqlite-wal"}) used += std::filesystem::file_size(folder / name);
    CHECK(room.used == used);
    CHECK(room.free.value_or(0) > 0);
  }

  TEST_CASE("bounds the write-ahead log by bytes, whatever the size of the file's pages") {
    for (const int page_bytes : {1024, 4096}) {
      CAPTURE(page_bytes);
      const TemporaryFolder folder;
      sqlite3* raw = nullptr;
      REQUIRE(sqlite3_initialize() == SQLITE_OK);
      REQUIRE(sqlite3_open((folder.path() / "events.sqlite").c_str(), &raw) == SQLITE_OK);
      const std::string sql = "PRAGMA page_size = " + std::to_string(page_bytes) + "; PRAGMA user_version = 0;";
      CHECK(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
      sqlite3_close(raw);

      auto database = Database::open(folder.path());
      REQUIRE(database);
      CHECK(query(**database, "PRAGMA page_size") == page_bytes);
      EventLog log(**database);
      std::streamoff largest = 0;
      std::vector<Interaction> events(1000);
      for (int batch = 0; batch < 30; ++batch) {
        for (int i = 0; i < 1000; ++i) {
          events[static_cast<std::size_t>(i)] =
              click("u" + std::to_string(i % 10), std::to_string(i), batch * 1000 + i);
          events[static_cast<std::size_t>(i)].properties = std::string(300, 'x');
        }
        REQUIRE(log.append(events));
        largest = std::max(largest, size_of(folder.path() / "events.sqlite-wal"));
      }
      CHECK(size_of(folder.path() / "events.sqlite") > 8'000'000);
      CHECK(largest > 2'000'000);
      CHECK(largest < 5'000'000);  // the limit, and one transaction
    }
  }

  TEST_CASE("sets a file that is no database aside and begins afresh") {
    const TemporaryFolder folder;
    overwrite(make_database(folder.path()), 0, kPage);
    CHECK(check_begins_afresh(folder.path(), "events.sqlite.corrupt-1") == 0);
    overwrite(folder.path() / "events.sqlite", 0, kPage);
    CHECK(check_begins_afresh(folder.path(), "events.sqlite.corrupt-2") == 0);
    CHECK(std::filesystem::exists(folder.path() / "events.sqlite.corrupt-1"));
  }

  TEST_CASE("sets a file that was cut short aside") {
    const TemporaryFolder folder;
    const auto path = make_database(folder.path());
    std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
    CHECK(check_begins_afresh(folder.path(), "events.sqlite.corrupt-1") > 0);
  }

  TEST_CASE("finds damage inside the file after an unclean stop") {
    const TemporaryFolder folder;
    const auto path = make_database(folder.path());
    const int status = run_in_child([&] {
      auto database = Database::open(folder.path());
      const Interaction event = click("u", "last", 1);
      if (!database || !EventLog(**database).append({&event, 1})) return 1;
      return ::raise(SIGKILL);
    });
    CHECK(status == -1);
    overwrite(path, size_of(path) / 2 / kPage * kPage, 3 * kPage);
    CHECK(check_begins_afresh(folder.path(), "events.sqlite.corrupt-1") > 1900);
  }

  TEST_CASE("replaces a file whose damage shows while it is in use, without a restart") {
    const TemporaryFolder folder;
    const auto path = make_database(folder.path());
    auto database = Database::open(folder.path());
    REQUIRE(database);
    CHECK((*database)->take_warnings().empty());
    damage_tables(path);
    EventLog log(**database);
    const Interaction event = click("u1", "new", 1);
    auto refused = log.append({&event, 1});
    REQUIRE(!refused);
    CHECK(refused.error().code == ErrorCode::storage);
    auto stored = log.append({&event, 1});
    REQUIRE(stored);
    CHECK(stored->stored == 1);
    CHECK((*database)->take_warnings().size() == 1);
    CHECK(std::filesystem::exists(folder.path() / "events.sqlite.corrupt-1"));
    CHECK(items_of(log, "u1").find("new") != std::string::npos);
  }

  TEST_CASE("checks at the next start a file whose damage showed before the stop") {
    const TemporaryFolder folder;
    const auto path = make_database(folder.path());
    {
      auto database = Database::open(folder.path());
      REQUIRE(database);
      damage_tables(path);
      CHECK(!EventLog(**database).events_of("u1"));
    }
    CHECK(check_begins_afresh(folder.path(), "events.sqlite.corrupt-1") < 200);
  }

  TEST_CASE("keeps an intact file through an unclean stop") {
    const TemporaryFolder folder;
    const int status = run_in_child([&] {
      auto database = Database::open(folder.path());
      const Interaction event = click("u", "kept", 1);
      if (!database || !EventLog(**database).append({&event, 1})) return 1;
      return ::raise(SIGKILL);
    });
    CHECK(status == -1);
    auto database = Database::open(folder.path());
    REQUIRE(database);
    CHECK((*database)->take_warnings().empty());
    CHECK(items_of(EventLog(**database), "u") == "kept");
  }

  TEST_CASE("refuses what would make the file larger than its limit, as a full disk does") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    REQUIRE((*database)->limit_bytes(200'000));
    EventLog log(**database);
    const auto append = [&](int first) {
      std::vector<Interaction> events;
      for (int i = first; i < first + 100; ++i) events.push_back(click("u1", std::to_string(i), i));
      return log.append(events);
    };
    int stored = 0;
    while (append(stored)) stored += 100;
    CHECK(stored > 500);
    CHECK(query(**database, "PRAGMA page_count") * 1024 <= 200'000);
    const auto refused = append(stored);
    REQUIRE(!refused);
    CHECK(refused.error().code == ErrorCode::storage);
    CHECK(log.events_of("u1")->size() == static_cast<std::size_t>(stored));
    REQUIRE((*database)->limit_bytes(400'000));
    CHECK(append(stored));
    database->reset();
    // Not a property of the file.
    database = Database::open(folder.path());
    REQUIRE(database);
    CHECK(query(**database, "PRAGMA max_page_count") > 1'000'000);
  }
}

}  // namespace pocketrec
