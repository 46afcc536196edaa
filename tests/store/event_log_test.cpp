#include "store/event_log.h"

#include <doctest/doctest.h>

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "sample_events.h"
#include "store/database.h"
#include "store/event_statements.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

Interaction full_event() {
  return {.user_id = "användare-7",
          .session_id = "会话",
          .event_id = "0190163d-8694-739b-aea5-966c26f8ad91",
          .event_type = "purchase",
          .item_id = "item \"1\"; DROP TABLE events; --",
          .sent_at = Timestamp(std::chrono::milliseconds(1'719'511'760'251)),
          .event_value = 12.75,
          .properties = R"({"device":"téléviseur","numberOfRatings":3})",
          .recommendation_id = "RID-1",
          .impression = "a|b|🎬",
          .attribution_source = "newsletter"};
}

// What SQLite says about a statement: one line per step of its plan.
std::string plan_of(Database& database, const std::string& explained) {
  auto access = database.access();
  REQUIRE(access);
  auto rows = database.prepare(explained);
  REQUIRE(rows);
  std::string plan;
  for (;;) {
    auto row = rows->step();
    REQUIRE(row);
    if (!*row) return plan;
    plan += rows->text(3) + "\n";
  }
}

}  // namespace

TEST_SUITE("event log") {
  TEST_CASE("gives back every field of an event, also after the database was closed") {
    const TemporaryFolder folder;
    const Interaction event = full_event();
    {
      auto database = Database::open(folder.path());
      REQUIRE(database);
      EventLog log(**database);
      auto result = log.append({&event, 1});
      REQUIRE(result);
      CHECK(result->stored == 1);
      CHECK(result->duplicates == 0);
      auto events = log.events_of(event.user_id);
      REQUIRE(events);
      CHECK(*events == std::vector{event});
    }
    auto database = Database::open(folder.path());
    REQUIRE(database);
    auto events = EventLog(**database).events_of(event.user_id);
    REQUIRE(events);
    CHECK(*events == std::vector{event});
  }

  TEST_CASE("keeps empty fields empty, and bytes that are no text as they are") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    std::vector<Interaction> events(3);
    events[0].user_id = "u";
    events[1].user_id = "u";
    events[1].item_id = std::string("nul\0 inside", 11);
    events[1].properties = "not UTF-8: \xff\xfe";
    events[1].sent_at = Timestamp(std::chrono::milliseconds(-1));
    events[2].user_id = "u";
    events[2].event_value = 0.0;
    events[2].sent_at = Timestamp(std::chrono::milliseconds(std::numeric_limits<std::int64_t>::max()));
    REQUIRE(log.append(events));
    auto read = log.events_of("u");
    REQUIRE(read);
    CHECK(*read == std::vector{events[1], events[0], events[2]});
  }

  TEST_CASE("keeps an event without user and session, which is nobody's") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    const Interaction event = click("", "i", 1);
    REQUIRE(log.append({&event, 1}));
    auto again = log.append({&event, 1});
    REQUIRE(again);
    CHECK(again->duplicates == 1);
    auto count = log.count();
    REQUIRE(count);
    CHECK(*count == 1);
    CHECK(items_of(log, "").empty());
  }

  TEST_CASE("stores a value that is not a number as none") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    Interaction event = click("u", "i", 1);
    event.event_value = std::numeric_limits<double>::quiet_NaN();
    REQUIRE(log.append({&event, 1}));
    auto events = log.events_of("u");
    REQUIRE(events);
    REQUIRE(events->size() == 1);
    CHECK(!events->front().event_value);
  }

  TEST_CASE("orders by time, and events of the same moment as they came") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    const std::vector events = {click("u", "c", 30), click("u", "e", 40), click("u", "d", 30)};
    REQUIRE(log.append(events));
    const std::vector late = {click("u", "a", 10), click("other", "x", 20), click("u", "b", 20)};
    REQUIRE(log.append(late));
    CHECK(items_of(log, "u") == "a b c d e");
  }

  TEST_CASE("knows nothing of a visitor it has not seen") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    CHECK(items_of(log, "u").empty());
    auto count = log.count();
    REQUIRE(count);
    CHECK(*count == 0);
    auto nothing = log.append({});
    REQUIRE(nothing);
    CHECK(nothing->stored == 0);
  }

  TEST_CASE("stores all events of a batch or none") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    std::vector events = {with_id(click("u", "a", 1), "1"), click("u", "b", 2)};
    events[1].properties.assign(1'000'001, 'x');
    auto result = log.append(events);
    REQUIRE(!result);
    CHECK(result.error().code == ErrorCode::invalid_input);
    CHECK(items_of(log, "u").empty());

    // The failed batch has left nothing in the memory of event ids either.
    events[1].properties.clear();
    result = log.append(events);
    REQUIRE(result);
    CHECK(result->stored == 2);
    CHECK(items_of(log, "u") == "a b");
  }

  TEST_CASE("gives an anonymous session's events to the user that it is joined with later") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    const std::vector before = {anonymous_click("s1", "a", 1), anonymous_click("s2", "z", 2), click("u", "b", 3)};
    REQUIRE(log.append(before));
    CHECK(items_of(log, "s1") == "a");
    CHECK(items_of(log, "u") == "b");

    Interaction login = click("u", "c", 4);
    login.session_id = "s1";
    REQUIRE(log.append({&login, 1}));
    CHECK(items_of(log, "u") == "a b c");
    CHECK(items_of(log, "s1") == "a");  // what the session did as a known user is the user's

    const Interaction late = anonymous_click("s1", "d", 5);
    REQUIRE(log.append({&late, 1}));
    CHECK(items_of(log, "u") == "a b c d");
  }

  TEST_CASE("joins several sessions with a user, and a shared session with several users") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    std::vector events = {anonymous_click("s1", "a", 1), anonymous_click("s2", "b", 2), click("u", "c", 3),
                          click("u", "d", 4), click("v", "e", 5)};
    events[2].session_id = "s1";
    events[3].session_id = "s2";
    events[4].session_id = "s1";
    REQUIRE(log.append(events));
    CHECK(items_of(log, "u") == "a b c d");
    CHECK(items_of(log, "v") == "a e");
  }

  TEST_CASE("takes a session id that is used as a user id for both") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    std::vector events = {anonymous_click("s", "a", 1), click("s", "b", 2)};
    events[1].session_id = "s";
    REQUIRE(log.append(events));
    CHECK(items_of(log, "s") == "a b");
  }

  TEST_CASE("counts the events of each item in a time, the end included and the start not") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    const std::vector events = {click("u", "b", 10),  click("v", "b", 20), click("u", "a", 20),
                                click("u", "", 20),   click("w", "b", 15), anonymous_click("s", "c", 21),
                                click("late", "a", 5)};
    REQUIRE(log.append(events));
    auto counts = log.count_items(moment(10), moment(20));
    REQUIRE(counts);
    CHECK(*counts == std::vector<ItemCount>{{"a", 1}, {"b", 2}});
    CHECK(log.count_items(moment(21), moment(100))->empty());
  }

  TEST_CASE("takes the newest time of the last hundred events that came") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    REQUIRE(log.newest());
    CHECK(!*log.newest());
    const std::vector ahead = {click("u", "a", 1'000'000), click("u", "a", 5)};
    REQUIRE(log.append(ahead));
    CHECK(*log.newest() == moment(1'000'000));
    std::vector<Interaction> later;
    for (int i = 0; i < 99; ++i) later.push_back(click("u", "b", 10 + i));
    REQUIRE(log.append(later));
    CHECK(*log.newest() == moment(108));
  }

  TEST_CASE("finds a visitor's events among a hundred thousand through the indexes alone") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    EventLog log(**database);
    std::vector<Interaction> events;
    events.reserve(100'000);
    for (int i = 0; i < 100'000; ++i) {
      events.push_back(click("u" + std::to_string(i % 2000), std::to_string(i), i));
    }
    auto result = log.append(events);
    REQUIRE(result);
    CHECK(result->stored == 100'000);
    auto read = log.events_of("u17");
    REQUIRE(read);
    REQUIRE(read->size() == 50);
    CHECK(read->front() == events[17]);
    CHECK(read->back() == events[98'017]);

    // The text is static because the statement cache keeps a view of it.
    static const std::string explained = "EXPLAIN QUERY PLAN ";
    static const std::string recent = explained + std::string(sql::kRecentEventIds);
    static const std::string newest = explained + std::string(sql::kNewest);
    static const std::string count_items = explained + std::string(sql::kCountItems);
    static const std::string event = explained + std::string(sql::kEvent);
    static const std::string sessions = explained + std::string(sql::kSessionsOf);
    const std::string plan = plan_of(**database, event) + plan_of(**database, sessions);
    CHECK(plan.find("SEARCH events USING INTEGER PRIMARY KEY (rowid=?)") != std::string::npos);
    CHECK(plan.find("SEARCH joined_sessions USING PRIMARY KEY (user=?)") != std::string::npos);
    CHECK(plan.find("SCAN events") == std::string::npos);
    CHECK(plan.find("SCAN visitors") == std::string::npos);
    CHECK(plan.find("SCAN joined_sessions") == std::string::npos);
    const std::string count_plan = plan_of(**database, count_items);
    CHECK(count_plan.find("SEARCH event_times USING PRIMARY KEY (sent_at>? AND sent_at<?)") != std::string::npos);
    CHECK(count_plan.find("SEARCH events USING INTEGER PRIMARY KEY (rowid>?)") != std::string::npos);
    CHECK(count_plan.find("SCAN events") == std::string::npos);
    CHECK(plan_of(**database, newest).find("SCAN events\n") != std::string::npos);  // from its end, a hundred rows
    CHECK(plan_of(**database, newest).find("TEMP B-TREE") == std::string::npos);
    CHECK(plan_of(**database, recent).starts_with("SEARCH events USING INTEGER PRIMARY KEY (rowid>?)\n"));
  }
}

}  // namespace pocketrec
