#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "sample_events.h"
#include "store/database.h"
#include "store/event_log.h"
#include "store/recent_event_ids.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

/// A log in a folder of its own that can be closed and opened again.
class ReopenedLog {
 public:
  ReopenedLog() { reopen(); }

  void reopen() {
    log_.reset();
    database_.reset();
    auto database = Database::open(folder_.path());
    REQUIRE(database);
    database_ = *std::move(database);
    log_ = std::make_unique<EventLog>(*database_);
  }

  /// True when the event was stored, false when it was passed over.
  bool append(const Interaction& event) {
    auto result = log_->append({&event, 1});
    REQUIRE(result);
    REQUIRE(result->stored + result->duplicates == 1);
    return result->stored == 1;
  }

  EventLog& log() { return *log_; }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<EventLog> log_;
};

}  // namespace

TEST_SUITE("event log, duplicates") {
  TEST_CASE("of two events of a user with the same event id the first is kept") {
    ReopenedLog store;
    CHECK(store.append(with_id(click("u", "first", 1), "e1")));
    CHECK(!store.append(with_id(click("u", "second", 2), "e1")));
    CHECK(!store.append(with_id(click("u", "third", 1), "e1")));
    store.reopen();
    CHECK(!store.append(with_id(click("u", "fourth", 4), "e1")));
    CHECK(store.append(with_id(click("u", "fifth", 5), "e2")));
    CHECK(items_of(store.log(), "u") == "first fifth");
  }

  TEST_CASE("users and sessions do not share their event ids") {
    ReopenedLog store;
    CHECK(store.append(with_id(click("u", "a", 1), "1")));
    CHECK(store.append(with_id(click("v", "b", 1), "1")));
    CHECK(store.append(with_id(anonymous_click("s", "c", 1), "1")));
    CHECK(store.append(with_id(anonymous_click("t", "d", 1), "1")));
    CHECK(!store.append(with_id(anonymous_click("t", "e", 2), "1")));
    CHECK(items_of(store.log(), "t") == "d");
  }

  TEST_CASE("an anonymous event that comes again with its user is a duplicate, and joins the session") {
    for (const bool reopened : {false, true}) {
      ReopenedLog store;
      CHECK(store.append(with_id(anonymous_click("s", "a", 1), "1")));
      if (reopened) store.reopen();
      Interaction again = with_id(click("u", "a", 1), "1");
      again.session_id = "s";
      CHECK(!store.append(again));
      CHECK(items_of(store.log(), "u") == "a");
    }
  }

  TEST_CASE("of two events with the same time and content one is kept, whatever their event ids") {
    ReopenedLog store;
    Interaction event = click("u", "a", 1);
    event.event_value = 2.5;
    CHECK(store.append(event));
    CHECK(!store.append(event));
    CHECK(!store.append(with_id(event, "e1")));
    store.reopen();
    CHECK(!store.append(with_id(event, "e2")));
    auto count = store.log().count();
    REQUIRE(count);
    CHECK(*count == 1);
  }

  TEST_CASE("events that differ in any field but event id and impression are two events") {
    ReopenedLog store;
    const Interaction event = click("u", "a", 1);
    CHECK(store.append(event));
    std::vector<Interaction> others(8, event);
    others[0].user_id = "v";
    others[1].session_id = "s";
    others[2].event_type = "view";
    others[3].item_id = "b";
    others[4].sent_at += std::chrono::milliseconds(1);
    others[5].event_value = 0;
    others[6].properties = "{}";
    others[7].recommendation_id = "r";
    for (const Interaction& other : others) CHECK(store.append(other));
    for (const Interaction& other : others) CHECK(!store.append(other));
    Interaction shown = event;
    shown.impression = "a|b";
    CHECK(!store.append(shown));
  }

  TEST_CASE("the first of duplicates within a batch is stored") {
    ReopenedLog store;
    const std::vector events = {with_id(click("u", "a", 1), "1"), with_id(click("u", "b", 2), "1"), click("u", "c", 3),
                                click("u", "c", 3)};
    auto result = store.log().append(events);
    REQUIRE(result);
    CHECK(result->stored == 2);
    CHECK(result->duplicates == 2);
    CHECK(items_of(store.log(), "u") == "a c");
  }

  TEST_CASE("an event id with its time is remembered for good, with another time for the last events") {
    ReopenedLog store;
    const Interaction first = with_id(click("u", "first", 0), "e");
    CHECK(store.append(first));
    std::vector<Interaction> many;
    for (std::size_t i = 1; i < RecentEventIds::kCapacity; ++i) {
      many.push_back(with_id(click("v", "i", static_cast<std::int64_t>(i)), std::to_string(i)));
    }
    REQUIRE(store.log().append(many));
    CHECK(!store.append(with_id(click("u", "other", 9), "e")));
    store.reopen();
    CHECK(!store.append(with_id(click("u", "other", 9), "e")));

    const Interaction one_more = with_id(click("v", "i", 0), "one more");
    CHECK(store.append(one_more));
    CHECK(!store.append(with_id(click("u", "different", 0), "e")));
    CHECK(store.append(with_id(click("u", "other", 9), "e")));
    CHECK(items_of(store.log(), "u") == "first other");
  }
}

TEST_SUITE("recent event ids") {
  TEST_CASE("have keys that are the same on every target and differ by sender and id") {
    CHECK(RecentEventIds::key(true, 1, "a") == 0x84ea234056a8ddcd);
    CHECK(RecentEventIds::key(true, 1, "a") != RecentEventIds::key(false, 1, "a"));
    CHECK(RecentEventIds::key(true, 1, "a") != RecentEventIds::key(true, 2, "a"));
    CHECK(RecentEventIds::key(true, 1, "a") != RecentEventIds::key(true, 1, "b"));
  }

  TEST_CASE("forget the oldest, also of several with one key") {
    RecentEventIds ids;
    CHECK(ids.find(5).empty());
    ids.add(5, 1);
    ids.add(5 + RecentEventIds::kCapacity, 2);  // the same head, another key
    ids.add(5, 3);
    CHECK(ids.find(5) == std::vector<std::int64_t>{3, 1});
    CHECK(ids.find(5 + RecentEventIds::kCapacity) == std::vector<std::int64_t>{2});
    for (std::size_t i = 3; i < RecentEventIds::kCapacity; ++i) ids.add(i, static_cast<std::int64_t>(i + 1));
    ids.add(1, 100'000);
    CHECK(ids.find(5 + RecentEventIds::kCapacity) == std::vector<std::int64_t>{2});
    CHECK(ids.find(5) == std::vector<std::int64_t>{6, 3});
    ids.add(1, 100'001);
    CHECK(ids.find(5 + RecentEventIds::kCapacity).empty());
    ids.add(1, 100'002);
    CHECK(ids.find(5) == std::vector<std::int64_t>{6});
    CHECK(ids.find(1) == std::vector<std::int64_t>{100'002, 100'001, 100'000});
  }
}

}  // namespace pocketrec
