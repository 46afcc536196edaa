#include "access/audit_log.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "temporary_folder.h"

namespace pocketrec {
namespace {

AuditEntry entry() {
  return {std::chrono::system_clock::time_point(std::chrono::milliseconds(1'795'485'708'123)),
          "kiosk",
          "PutEvents",
          200,
          "",
          "id-1"};
}

/// A log in the folder, and what it said of failures.
struct Log {
  std::vector<std::string> failures;
  std::unique_ptr<AuditLog> log;

  Log(const std::filesystem::path& path, AuditLog::Limits limits) {
    auto opened = AuditLog::open(path.string(), limits, [this](const Error& e) { failures.push_back(e.message); });
    REQUIRE(opened);
    log = *std::move(opened);
  }
};

const std::string kLine =
    R"({"time":"2026-11-24T02:01:48.123Z","who":"kiosk","operation":"PutEvents","status":200,"requestId":"id-1"})"
    "\n";

}  // namespace

TEST_SUITE("audit log") {
  TEST_CASE("has a line of JSON for each entry") {
    CHECK(to_json_line(entry()) == kLine);
    AuditEntry denied = entry();
    denied.who = "";
    denied.status = 403;
    denied.code = "AccessDeniedException";
    CHECK(to_json_line(denied) ==
          R"({"time":"2026-11-24T02:01:48.123Z","who":null,"operation":"PutEvents","status":403,)"
          R"("code":"AccessDeniedException","requestId":"id-1"})"
          "\n");
    AuditEntry again = entry();
    again.is_replay = true;
    CHECK(nlohmann::json::parse(to_json_line(again)).at("replay") == true);
  }

  TEST_CASE("escapes what could forge a line or steer a terminal") {
    AuditEntry odd = entry();
    odd.who = "a\"b\\c\n\r\x1B[2J\x7F\xC2\x9B\xFF\xE2\x80\xAE";
    const std::string line = to_json_line(odd);
    CHECK(line.find('\n') == line.size() - 1);
    for (const char c : line.substr(0, line.size() - 1)) CHECK((c >= ' ' && c <= '~'));
    CHECK(nlohmann::json::parse(line).at("status") == 200);
  }

  TEST_CASE("appends to the file, which only its owner can read") {
    const TemporaryFolder folder;
    for (int i = 0; i < 2; ++i) Log(folder / "audit", {}).log->write(entry());
    CHECK(folder.read("audit") == kLine + kLine);
    struct stat status {};
    REQUIRE(::stat((folder / "audit").c_str(), &status) == 0);
    CHECK((status.st_mode & 07777U) == 0600U);
  }

  TEST_CASE("has at most 60 lines a minute for refusals of the unproven, and counts the others") {
    const TemporaryFolder folder;
    Log log(folder / "audit", {});
    AuditEntry denied = entry();
    denied.who = "";
    denied.code = "MissingAuthenticationTokenException";
    for (int i = 0; i < 100; ++i) log.log->write(denied);
    for (int i = 0; i < 100; ++i) log.log->write(entry());
    denied.time += std::chrono::seconds(60);
    log.log->write(denied);
    denied.time -= std::chrono::hours(1);
    log.log->write(denied);
    const std::string text = folder.read("audit");
    CHECK(std::count(text.begin(), text.end(), '\n') == 60 + 100 + 2);
    CHECK(text.find("\"omitted\":40,") != std::string::npos);
    CHECK(text.find("\"omitted\"") == text.rfind("\"omitted\""));
  }

  TEST_CASE("is rotated before it outgrows its size, and keeps so many old files") {
    const TemporaryFolder folder;
    Log log(folder / "audit", {2 * kLine.size(), 2});
    for (int i = 0; i < 9; ++i) log.log->write(entry());
    CHECK(folder.read("audit") == kLine);
    CHECK(folder.read("audit.1") == kLine + kLine);
    CHECK(folder.read("audit.2") == kLine + kLine);
    CHECK(folder.entries() == 3);
    CHECK(log.failures.empty());
  }

  TEST_CASE("counts what the file held when it was opened, and may keep no old file") {
    const TemporaryFolder folder;
    folder.write("audit", kLine);
    Log log(folder / "audit", {kLine.size(), 0});
    log.log->write(entry());
    log.log->write(entry());
    CHECK(folder.read("audit") == kLine);
    CHECK(folder.entries() == 1);
  }

  TEST_CASE("tells its first failure only, drops the line, and goes on when it can") {
    const TemporaryFolder folder;
    Log log(folder / "audit", {kLine.size(), 1});
    log.log->write(entry());
    // A folder in the way, which no file can be renamed to.
    std::filesystem::create_directories(folder / "audit.1" / "inside");
    for (int i = 0; i < 3; ++i) log.log->write(entry());
    REQUIRE(log.failures.size() == 1);
    CHECK(log.failures.front() == "audit log " + (folder / "audit").string() + ": rename: Is a directory");
    CHECK(folder.read("audit") == kLine);
    std::filesystem::remove_all(folder / "audit.1");
    log.log->write(entry());
    CHECK(folder.read("audit") == kLine);
    CHECK(folder.read("audit.1") == kLine);
    CHECK(log.failures.size() == 1);
  }

  TEST_CASE("is a regular file") {
    const TemporaryFolder folder;
    folder.write("file", "");
    std::filesystem::create_symlink(folder / "file", folder / "link");
    REQUIRE(::mkfifo((folder / "fifo").c_str(), 0600) == 0);
    for (const std::filesystem::path& path : {folder / "link", folder / "fifo", std::filesystem::path("/dev/full")}) {
      CAPTURE(path.string());
      const auto log = AuditLog::open(path.string(), {}, [](const Error&) {});
      REQUIRE_FALSE(log);
      CHECK(log.error().message == "audit log " + path.string() + ": expected a regular file and no symbolic link");
    }
    CHECK_FALSE(AuditLog::open((folder / "none" / "audit").string(), {}, [](const Error&) {}));
  }
}

}  // namespace pocketrec
