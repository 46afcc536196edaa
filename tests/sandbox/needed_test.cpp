#include <doctest/doctest.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "access/audit_log.h"
#include "access/credentials.h"
#include "confined_child.h"
#include "store/database.h"
#include "store/event_log.h"
#include "store/sample_events.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

std::vector<Interaction> events(int first, int count) {
  std::vector<Interaction> result;
  for (int i = first; i < first + count; ++i)
    result.push_back(click("u" + std::to_string(i % 5), std::to_string(i), i));
  return result;
}

/// Runs `body` with an open store, inside a sandbox that allows its folder.
std::string with_store(const TemporaryFolder& folder, const Durability& durability,
                       const std::function<std::string(Database&, EventLog&)>& body, bool is_confined = true) {
  return text_of_child([&]() -> std::string {
    auto database = Database::open(folder / "data", durability);
    if (!database) return database.error().message;
    EventLog log(**database);
    if (is_confined) {
      const SandboxState state = enter_sandbox({{(folder / "data").string(), PathRule::Use::keep}});
      if (!state.is_full()) return "no full sandbox";
    }
    if (auto ok = (*database)->sync_periodically(); !ok) return ok.error().message;
    return body(**database, log);
  });
}

/// Overwrites pages of the file, has SQLite meet them, and stores one more event.
std::string damage_and_append(Database& database, EventLog& log) {
  const auto size = std::filesystem::file_size(database.path());
  const std::string nonsense(size / 10, 'x');
  const int file = ::open(database.path().c_str(), O_WRONLY);
  if (::pwrite(file, nonsense.data(), nonsense.size(), static_cast<off_t>(size / 2)) < 0) return "write";
  {
    const auto lock = database.access();
    if (database.query_integer("SELECT sum(length(event_id)) FROM events")) return "no damage";
  }
  const auto stored = log.append(events(9000, 1));
  return stored ? "" : stored.error().message;
}

}  // namespace

TEST_SUITE("sandbox: what the program needs") {
  TEST_CASE("events are stored, synced, folded into the file, and there afterwards") {
    for (const char* durability : {"full", "batched:1"}) {
      const TemporaryFolder folder;
      const std::string text = with_store(folder, *parse_durability(durability), [](Database& database, EventLog& log) {
        // More than the write-ahead log may have.
        for (int i = 0; i < 40; ++i) {
          if (const auto stored = log.append(events(i * 1000, 1000)); !stored) return stored.error().message;
        }
        if (auto ok = database.check_writable(); !ok) return ok.error().message;
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        return std::string(database.room().free ? "" : "no room");
      });
      CHECK(text == "");
      auto again = Database::open(folder / "data");
      REQUIRE(again);
      const auto count = (*again)->query_integer("SELECT count(*) FROM events");
      REQUIRE(count);
      CHECK(*count == 40'000);
    }
  }

  TEST_CASE("after an error of the disk it connects anew, and unused bytes are overwritten") {
    const TemporaryFolder folder;
    const std::string text = with_store(folder, {}, [](Database& database, EventLog& log) -> std::string {
      if (!log.append(events(0, 10))) return "append";
      const auto before = database.generation();
      (void)database.failure(SQLITE_IOERR);
      if (const auto stored = log.append(events(10, 10)); !stored) return stored.error().message;
      if (database.generation() == before) return "did not connect anew";
      {
        const auto lock = database.access();
        if (auto ok = database.zero_unused_bytes(); !ok) return ok.error().message;
      }
      return log.append(events(20, 10)) ? "" : "append afterwards";
    });
    CHECK(text == "");
  }

  TEST_CASE("a damaged file is set aside, and what can be read of it is there, as outside of the sandbox") {
    std::int64_t left[2] = {};
    for (const bool is_confined : {false, true}) {
      const TemporaryFolder folder;
      {
        auto database = Database::open(folder / "data");
        REQUIRE(database);
        EventLog log(**database);
        for (int i = 0; i < 5; ++i) REQUIRE(log.append(events(i * 1000, 1000)));
      }
      const std::string text = with_store(folder, {}, damage_and_append, is_confined);
      CHECK(text == "");
      CHECK(std::filesystem::exists(folder / "data/events.sqlite.corrupt-1"));
      auto again = Database::open(folder / "data");
      REQUIRE(again);
      const auto count = (*again)->query_integer("SELECT count(*) FROM events");
      REQUIRE(count);
      left[is_confined ? 1 : 0] = *count;
    }
    CHECK(left[0] > 1000);
    CHECK(left[0] < 5001);
    CHECK(left[0] == left[1]);
  }

  TEST_CASE("the audit log is rotated") {
    const TemporaryFolder folder;
    folder.write("log/other", "");
    const std::string text = text_of_child([&]() -> std::string {
      std::string failures;
      auto log =
          AuditLog::open((folder / "log/audit").string(), {200, 2}, [&](const Error& e) { failures += e.message; });
      const SandboxState state = enter_sandbox({{(folder / "log").string(), PathRule::Use::keep}});
      if (!log || !state.is_full()) return "no full sandbox";
      for (int i = 0; i < 10; ++i) {
        (*log)->write({std::chrono::system_clock::now(), "kiosk", "PutEvents", 200, "", "id-1"});
      }
      return failures;
    });
    CHECK(text == "");
    for (const char* name : {"log/audit", "log/audit.1", "log/audit.2"}) CHECK(std::filesystem::exists(folder / name));
    CHECK(folder.entries() == 1);
  }

  TEST_CASE("credentials are read again, also when another file has taken their place") {
    const TemporaryFolder folder;
    const auto path = folder.write("keys/credentials", "a runtime token " + std::string(64, '0') + "\n");
    const auto newer = folder.write("keys/newer", "b runtime token " + std::string(64, '1') + "\n");
    for (const auto& file : {path, newer}) {
      std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    }
    int entered[2];
    int renamed[2];
    REQUIRE(::pipe(entered) == 0);
    REQUIRE(::pipe(renamed) == 0);
    const pid_t other = ::fork();
    if (other == 0) {
      char byte = 0;
      ::_exit(::read(entered[0], &byte, 1) == 1 && ::rename(newer.c_str(), path.c_str()) == 0 &&
                      ::write(renamed[1], "x", 1) == 1
                  ? 0
                  : 1);
    }
    const std::string text = confined({{(folder / "keys").string(), PathRule::Use::read}}, [&]() -> std::string {
      char byte = 0;
      if (::write(entered[1], "x", 1) != 1 || ::read(renamed[0], &byte, 1) != 1) return "pipe";
      const auto credentials = Credentials::read(path.string());
      if (!credentials) return credentials.error().message;
      return ::open(path.c_str(), O_WRONLY) < 0 ? "" : "could be written";
    });
    ::waitpid(other, nullptr, 0);
    CHECK(text == "");
    CHECK_FALSE(std::filesystem::exists(newer));
    for (const int end : {entered[0], entered[1], renamed[0], renamed[1]}) ::close(end);
  }
}

}  // namespace pocketrec
