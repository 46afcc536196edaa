#include "store/event_index.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "query.h"
#include "sample_events.h"
#include "store/database.h"
#include "store/event_log.h"
#include "store/statement.h"
#include "store/transaction.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

constexpr std::size_t kMergeOften = 7;
constexpr int kPeople = 6;

std::string user_name(int number) {
  return "u" + std::to_string(number);
}

std::string session_name(int number) {
  return "s" + std::to_string(number);
}

/// A store that random calls are made of.
class RandomCalls {
 public:
  explicit RandomCalls(unsigned seed) : random_(seed) { open(); }

  void call() {
    switch (next(12)) {
      case 0:
        open();
        break;
      case 1:
        REQUIRE(log_->erase({next(2) == 0 ? user_name(next(kPeople)) : "", {session_name(next(kPeople))}}));
        break;
      case 2:
        CHECK(!log_->append(events_and_one_too_long()));
        break;
      case 3: {
        const StoredEvent event{query(*database_, "SELECT max(sequence) FROM events") + 3, next_event()};
        REQUIRE(log_->restore(std::vector{event}));
        break;
      }
      default:
        REQUIRE(log_->append(next_events()));
    }
  }

  /// What the log reads by its index, and what a search through all events gives.
  void check_reads() {
    for (int number = 0; number < kPeople; ++number) {
      for (const std::string& visitor : {user_name(number), session_name(number)}) {
        const auto events = log_->events_of(visitor);
        REQUIRE(events);
        std::string ids;
        for (const Interaction& event : *events) ids += event.event_id + " ";
        CHECK(ids == ids_by_search(visitor));
      }
    }
  }

  /// The tables have exactly the events up to where they say.
  void check_tables() {
    const std::string known = " FROM events WHERE sequence <= (SELECT last_sequence FROM event_index)";
    static const std::string visitors = "SELECT coalesce(user, session, 0), user IS NULL, sent_at, sequence" + known;
    static const std::string times = "SELECT sent_at, sequence" + known;
    static const std::string differences[] = {
        visitors + " EXCEPT SELECT * FROM visitor_events", "SELECT * FROM visitor_events EXCEPT " + visitors,
        times + " EXCEPT SELECT * FROM event_times", "SELECT * FROM event_times EXCEPT " + times};
    for (const std::string& difference : differences) CHECK(count_rows(difference) == 0);
    if (query(*database_, "SELECT last_sequence FROM event_index") > 0) ++merged;
  }

  int merged = 0;

 private:
  int next(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }

  void open() {
    log_.reset();
    database_.reset();
    auto opened = Database::open(folder_.path());
    REQUIRE(opened);
    database_ = *std::move(opened);
    log_.emplace(*database_, Ceilings{.events = 60}, ClockReading::now, kMergeOften);
  }

  Interaction next_event() {
    Interaction event = click(next(3) == 0 ? "" : user_name(next(kPeople)), "item", next(40));
    if (event.user_id.empty() || next(2) == 0) event.session_id = session_name(next(kPeople));
    return with_id(event, std::to_string(++number_));
  }

  std::vector<Interaction> next_events() {
    std::vector<Interaction> events;
    for (int count = 1 + next(5); count > 0; --count) events.push_back(next_event());
    return events;
  }

  std::vector<Interaction> events_and_one_too_long() {
    std::vector<Interaction> events = next_events();
    events.push_back(next_event());
    events.back().properties.assign(1'000'001, ' ');
    return events;
  }

  int count_rows(std::string_view sql) {
    auto access = database_->access();
    REQUIRE(access);
    auto rows = database_->prepare(sql);
    REQUIRE(rows);
    int count = 0;
    while (*rows->step()) ++count;
    return count;
  }

  std::string ids_by_search(const std::string& visitor) {
    auto access = database_->access();
    REQUIRE(access);
    auto rows = database_->prepare(
        "WITH this AS (SELECT id FROM visitors WHERE name = ?1) "
        "SELECT event_id FROM events WHERE user IN this OR user IS NULL AND (session IN this OR session IN "
        "(SELECT session FROM joined_sessions WHERE user IN this)) ORDER BY sent_at, sequence");
    REQUIRE(rows);
    rows->bind(1, std::string_view(visitor));
    std::string ids;
    while (*rows->step()) ids += rows->text(0) + " ";
    return ids;
  }

  const TemporaryFolder folder_;
  std::mt19937 random_;
  int number_ = 0;
  std::unique_ptr<Database> database_;
  std::optional<EventLog> log_;
};

}  // namespace

TEST_SUITE("event index") {
  TEST_CASE("finds what a search through all events finds, whatever was called before") {
    for (unsigned seed = 1; seed <= 10; ++seed) {
      CAPTURE(seed);
      RandomCalls calls(seed);
      for (int i = 0; i < 100; ++i) {
        CAPTURE(i);
        calls.call();
        calls.check_reads();
        calls.check_tables();
      }
      CHECK(calls.merged > 50);
    }
  }

  TEST_CASE("is brought up to date in steps when a file that has none is opened") {
    const TemporaryFolder folder;
    {
      auto database = Database::open(folder.path());
      REQUIRE(database);
      EventLog log(**database);
      std::vector<Interaction> events;
      for (int i = 0; i < 41'100; ++i) events.push_back(click(user_name(i % 100), std::to_string(i), i));
      REQUIRE(log.append(events));
      auto access = (*database)->access();
      REQUIRE((*database)->execute(
          "DELETE FROM visitor_events; DELETE FROM event_times; UPDATE event_index SET last_sequence = 0"));
    }
    auto database = Database::open(folder.path());
    REQUIRE(database);
    CHECK(query(**database, "SELECT count(*) FROM visitor_events") == 40'000);
    CHECK(query(**database, "SELECT last_sequence FROM event_index") == 40'000);
    EventLog log(**database);
    CHECK(log.events_of("u7")->size() == 411);
    REQUIRE(log.append(std::vector{click("u7", "last", 0)}));
    CHECK(query(**database, "SELECT count(*) FROM visitor_events") == 41'101);
    CHECK(log.events_of("u7")->size() == 412);
  }

  TEST_CASE("keeps at most so many events in memory") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    std::vector<Interaction> events;
    for (std::size_t i = 0; i + 1 < EventIndex::kMergeAt; ++i) {
      events.push_back(click("u", std::to_string(i), static_cast<std::int64_t>(i)));
    }
    REQUIRE(log.append(events));
    CHECK(query(**database, "SELECT count(*) FROM visitor_events") == 0);
    REQUIRE(log.append(std::vector{click("u", "last", 0)}));
    CHECK(query(**database, "SELECT count(*) FROM visitor_events") == EventIndex::kMergeAt);
  }
}

}  // namespace pocketrec
