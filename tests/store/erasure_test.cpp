#include "store/erasure.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "child_process.h"
#include "query.h"
#include "sample_events.h"
#include "store/event_log.h"
#include "store/record_store.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

/// How often a text stands in the files of a folder.
std::size_t occurrences(const std::filesystem::path& folder, const std::string& text) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    for (std::size_t at = content.find(text); at != content.npos; at = content.find(text, at + 1)) ++count;
  }
  return count;
}

/// Three digits, so that no name begins another one.
std::string name_of(int number) {
  return "User" + std::to_string(100 + number);
}

/// Everything that an event has begins with the user's name.
Interaction marked_event(int number, std::mt19937& random) {
  const std::string name = name_of(number);
  const std::string mark = name + std::to_string(random());
  Interaction event =
      random() % 3 == 0 ? anonymous_click(name + "S" + std::to_string(random() % 5), mark, 0) : click(name, mark, 0);
  event.sent_at = moment(random() % 100'000'000);
  if (!event.user_id.empty() && random() % 2 == 0) event.session_id = name + "S" + std::to_string(random() % 5);
  event.event_id = mark;
  event.recommendation_id = mark;
  event.impression = mark;
  event.attribution_source = mark;
  event.properties = "{\"" + mark + "\":\"";
  for (std::size_t i = random() % (random() % 9 == 0 ? 600 : 60); i > 0; --i) event.properties += name;
  event.properties += "\"}";
  return event;
}

constexpr int kUsers = 40;

void fill(Database& database) {
  std::mt19937 random(7);
  EventLog log(database);
  RecordStore records(database);
  for (int round = 0; round < 60; ++round) {
    std::vector<Interaction> events;
    for (int i = 0; i < 50; ++i) events.push_back(marked_event(static_cast<int>(random() % kUsers), random));
    REQUIRE(log.append(events));
    const std::string user = name_of(static_cast<int>(random() % kUsers));
    const StoredRecord record{user, "{\"" + user + "\":" + std::string(random() % 900, '1') + "}"};
    REQUIRE(records.put(RecordKind::user, {&record, 1}));
  }
}

ErasedVisitor everything_of(int number) {
  ErasedVisitor visitor{.user_id = name_of(number), .session_ids = {}};
  // Of sessions that no event joined with the user.
  for (int i = 0; i < 5; ++i) visitor.session_ids.push_back(name_of(number) + "S" + std::to_string(i));
  return visitor;
}

}  // namespace

TEST_SUITE("erasure") {
  TEST_CASE("leaves no byte of anybody who was erased in any file, in whatever order") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    fill(**database);
    EventLog log(**database);
    std::uint64_t erased = 0;
    for (int user = 0; user < kUsers; ++user) {
      const int number = user * 17 % kUsers;
      CAPTURE(number);
      REQUIRE(occurrences(folder.path(), name_of(number)) > 0);
      const auto result = log.erase(everything_of(number));
      REQUIRE(result);
      erased += result->events;
      REQUIRE(occurrences(folder.path(), name_of(number)) == 0);
      REQUIRE(items_of(log, name_of(number)).empty());
    }
    CHECK(erased == 3000);
    CHECK(query(**database, "SELECT count(*) FROM visitors") == 0);
    CHECK(query(**database, "SELECT count(*) FROM joined_sessions") == 0);
    CHECK(query(**database, "SELECT count(*) FROM records") == 0);
    CHECK(query(**database, "SELECT 1 FROM pragma_integrity_check WHERE integrity_check <> 'ok'") == 0);
    CHECK((*database)->take_warnings().empty());
  }

  TEST_CASE("takes the events of a user and of the sessions that were joined with it, and nobody else's") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    RecordStore records(**database);
    std::vector<Interaction> events = {
        click("ann", "a", 1),           anonymous_click("kiosk", "b", 2), click("ann", "c", 3), click("bob", "d", 4),
        anonymous_click("ann", "e", 5), anonymous_click("other", "f", 6), click("bob", "g", 7)};
    events[2].session_id = "kiosk";
    events[3].session_id = "kiosk";
    events[6].session_id = "ann";
    REQUIRE(log.append(events));
    const std::vector<StoredRecord> put = {{"ann", "{}"}, {"bob", "{}"}, {"kiosk", "{}"}};
    REQUIRE(records.put(RecordKind::user, put));
    REQUIRE(records.put(RecordKind::item, put));

    const auto result = log.erase({.user_id = "ann", .session_ids = {}});
    REQUIRE(result);
    CHECK(*result == ErasureResult{.events = 4, .records = 1, .ids = 1});
    CHECK(items_of(log, "ann").empty());
    CHECK(items_of(log, "kiosk").empty());
    CHECK(items_of(log, "bob") == "d g");
    CHECK(items_of(log, "other") == "f");
    const auto of_bob = log.events_of("bob");
    REQUIRE(of_bob);
    CHECK((*of_bob)[0].session_id == "kiosk");
    CHECK((*of_bob)[1].session_id.empty());
    CHECK(records.all(RecordKind::user)->size() == 2);
    CHECK(records.all(RecordKind::item)->size() == 3);

    // The session by itself, which is bob's too.
    const auto session = log.erase({.user_id = "", .session_ids = {"kiosk"}});
    REQUIRE(session);
    CHECK(*session == ErasureResult{.events = 0, .records = 1, .ids = 1});
    CHECK(items_of(log, "bob") == "d g");
    CHECK((*log.events_of("bob"))[0].session_id.empty());
    CHECK(*log.erase({.user_id = "nobody", .session_ids = {"none"}}) == ErasureResult{});
  }

  TEST_CASE("a session id that is a user's id too does not take that user's events") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    const std::vector<Interaction> events = {click("u", "a", 1), anonymous_click("u", "b", 2)};
    REQUIRE(log.append(events));
    const auto result = log.erase({.user_id = "", .session_ids = {"u"}});
    REQUIRE(result);
    CHECK(result->events == 1);
    CHECK(items_of(log, "u") == "a");
  }

  TEST_CASE("erases a record of a user without events") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    const StoredRecord record{"Somebody", R"({"age":7})"};
    REQUIRE(RecordStore(**database).put(RecordKind::user, {&record, 1}));
    const auto result = EventLog(**database).erase({.user_id = "Somebody", .session_ids = {}});
    REQUIRE(result);
    CHECK(*result == ErasureResult{.events = 0, .records = 1, .ids = 0});
    CHECK(occurrences(folder.path(), "Somebody") == 0);
  }

  TEST_CASE("the log goes on: event ids are free again, sequence numbers are not") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    const std::vector<Interaction> events = {with_id(click("u", "a", 1), "x")};
    REQUIRE(log.append(events));
    REQUIRE(log.erase({.user_id = "u", .session_ids = {}}));
    CHECK(*last_sequence(**database) == 1);
    const auto again = log.append(events);
    REQUIRE(again);
    CHECK(again->stored == 1);
    CHECK(query(**database, "SELECT max(sequence) FROM events") == 2);
  }

  TEST_CASE("a process that is killed at any moment has erased all or nothing, and the next one removes the bytes") {
    std::mt19937 random(3);
    int erased = 0;
    for (int round = 0; round < 30; ++round) {
      const TemporaryFolder folder;
      {
        auto database = Database::open(folder.path());
        REQUIRE(database);
        fill(**database);
      }
      const int number = round % kUsers;
      int begun[2];
      REQUIRE(::pipe(begun) == 0);
      const pid_t child = fork_child([&] {
        if (::write(begun[1], "", 1) != 1) return 1;
        auto database = Database::open(folder.path());
        if (!database) return 3;
        return EventLog(**database).erase(everything_of(number)) ? 0 : 2;
      });
      char byte;
      REQUIRE(::read(begun[0], &byte, 1) == 1);
      ::usleep(std::uniform_int_distribution<useconds_t>(0, 12'000)(random));
      ::kill(child, SIGKILL);
      wait_for(child);
      ::close(begun[0]);
      ::close(begun[1]);
      auto database = Database::open(folder.path());
      REQUIRE(database);
      CHECK((*database)->take_warnings().empty());
      const EventLog log(**database);
      const auto events = log.events_of(name_of(number));
      REQUIRE(events);
      if (events->empty()) {
        ++erased;
        REQUIRE(occurrences(folder.path(), name_of(number)) == 0);
      } else {
        REQUIRE(occurrences(folder.path(), name_of(number)) > 0);
      }
      CHECK(query(**database, "SELECT is_pending FROM erasures") == 0);
      CHECK(query(**database, "SELECT 1 FROM pragma_integrity_check WHERE integrity_check <> 'ok'") == 0);
    }
    MESSAGE(erased << " of 30 were erased when the process was killed");
  }

  TEST_CASE("what a stopped erasure left is removed by the next opening") {
    const TemporaryFolder folder;
    {
      auto database = Database::open(folder.path());
      REQUIRE(database);
      fill(**database);
    }
    // Dies between the commit and the removal of the bytes.
    CHECK(run_in_child([&] {
            auto database = Database::open(folder.path());
            if (!database) return 1;
            {
              auto access = (*database)->access();
              if (!(*database)->execute("UPDATE erasures SET is_pending = 1; DELETE FROM events; "
                                        "DELETE FROM joined_sessions; DELETE FROM visitors; DELETE FROM records")) {
                return 2;
              }
            }
            return ::raise(SIGKILL);
          }) == -1);
    CHECK(occurrences(folder.path(), "User1") > 0);
    auto database = Database::open(folder.path());
    REQUIRE(database);
    CHECK((*database)->take_warnings().empty());
    CHECK(occurrences(folder.path(), "User1") == 0);
  }
}

}  // namespace pocketrec
