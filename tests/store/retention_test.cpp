#include "store/retention.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "query.h"
#include "sample_events.h"
#include "store/database.h"
#include "store/event_log.h"
#include "store/record_store.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

constexpr ClockReading kNoon{std::chrono::hours(24 * 20'000 + 12), std::chrono::hours(1)};

// A store with a clock that the test sets.
struct Store {
  explicit Store(const std::filesystem::path& folder, const Ceilings& ceilings = {}) {
    auto opened = Database::open(folder);
    REQUIRE(opened);
    database = *std::move(opened);
    log.emplace(*database, ceilings, [this] { return now; });
  }

  // Event number n is of the user with that number modulo `users`.
  Result<AppendResult> append(int count, int users = 5) {
    std::vector<Interaction> events;
    for (int i = 0; i < count; ++i, ++number) {
      events.push_back(with_id(click("u" + std::to_string(number % users), std::to_string(number), number),
                               "id-" + std::to_string(number)));
    }
    return log->append(events);
  }
  void sleep(std::chrono::hours time) {
    now.wall += time;
    now.steady += time;
  }
  std::int64_t count() { return query(*database, "SELECT count(*) FROM events"); }
  std::int64_t oldest() { return query(*database, "SELECT min(sequence) FROM events"); }

  ClockReading now = kNoon;
  int number = 0;
  std::unique_ptr<Database> database;
  std::optional<EventLog> log;
};

}  // namespace

TEST_SUITE("retention") {
  TEST_CASE("without ceilings keeps everything") {
    const TemporaryFolder folder;
    Store store(folder.path());
    REQUIRE(store.append(1000));
    store.sleep(std::chrono::hours(24 * 1000));
    REQUIRE(store.append(1000));
    CHECK(store.count() == 2000);
    CHECK(store.log->retention().dropped() == 0);
    CHECK(store.log->retention().span() == 2000);
  }

  TEST_CASE("keeps no more events than the ceiling, and the newest of them") {
    const TemporaryFolder folder;
    Store store(folder.path(), {.events = 100});
    for (int i = 0; i < 100; ++i) {
      const auto appended = store.append(7);
      REQUIRE(appended);
      CHECK(store.count() <= 100);
      CHECK(store.count() + static_cast<std::int64_t>(store.log->retention().dropped()) == store.number);
      CHECK(store.oldest() + store.count() - 1 == store.number);
    }
    CHECK(store.count() > 80);
    CHECK(store.log->retention().dropped(Retention::Reason::events) == store.log->retention().dropped());
    CHECK(store.log->appended().dropped == store.log->retention().dropped());
  }

  TEST_CASE("drops events by the days that passed since they came, whatever times they name") {
    const TemporaryFolder folder;
    Store store(folder.path(), {.days = 2});
    for (int day = 0; day < 10; ++day) {
      REQUIRE(store.append(10));
      CHECK(store.count() == std::min(day + 1, 3) * 10);
      store.sleep(std::chrono::hours(24));
    }
    CHECK(store.log->retention().dropped(Retention::Reason::age) == 70);
    CHECK(query(*store.database, "SELECT count(*) FROM days") <= 4);
  }

  TEST_CASE("keeps what came before days were counted for as many days as all else") {
    const TemporaryFolder folder;
    {
      Store store(folder.path());
      REQUIRE(store.append(10));
      auto access = store.database->access();
      REQUIRE(store.database->execute("DELETE FROM days"));  // as a store that was brought up to date
    }
    Store store(folder.path(), {.days = 2, .events_a_day = 5});
    REQUIRE(store.log->trim());
    CHECK(store.count() == 10);
    CHECK(store.log->retention().today() == 0);
    store.number = 10;
    REQUIRE(store.append(1));
    store.sleep(std::chrono::hours(24));
    REQUIRE(store.append(1));
    CHECK(store.count() == 12);
    store.sleep(std::chrono::hours(24));
    REQUIRE(store.append(1));
    CHECK(store.count() == 3);
  }

  TEST_CASE("does not drop for a clock that jumps") {
    const TemporaryFolder folder;
    for (const int years : {-50, -1, 1, 50}) {
      Store store(folder.path(), {.days = 60});
      REQUIRE(store.append(10));
      store.now.wall += std::chrono::hours(24 * 365 * years);
      REQUIRE(store.append(10));
      store.number += 20;
    }
    Store store(folder.path(), {.days = 60});
    CHECK(store.log->trim());
    CHECK(store.count() == 20);  // numbers begin again, so that later ones were duplicates
    CHECK(store.log->retention().dropped() == 0);
  }

  TEST_CASE("keeps the file and its log below the ceiling") {
    const TemporaryFolder folder;
    constexpr std::uint64_t kBytes = 9'000'000;
    Store store(folder.path(), {.bytes = kBytes});
    std::uintmax_t most = 0;
    const char* more = std::getenv("POCKETREC_FLOOD_EVENTS");
    const int calls = more ? std::stoi(more) / 50 : 800;
    for (int call = 0; call < calls; ++call) {
      REQUIRE(store.append(50, 1000));
      most = std::max(most, store.database->room().used);
    }
    MESSAGE(store.number << " events sent, at most " << most << " bytes of " << kBytes);
    CHECK(most <= kBytes);
    CHECK(store.log->retention().dropped(Retention::Reason::bytes) > 0);
    CHECK(store.oldest() + store.count() - 1 == store.number);
  }

  TEST_CASE("records and events together stay below the ceiling, and records leave room for events") {
    const TemporaryFolder folder;
    const Ceilings ceilings{.bytes = 9'000'000};
    Store store(folder.path(), ceilings);
    REQUIRE(store.database->limit_bytes(ceilings.file_bytes()));
    RecordStore records(*store.database, ceilings.record_bytes());
    std::uintmax_t most = 0;
    int refused = 0;
    for (int i = 0; i < 100; ++i) {
      std::vector<StoredRecord> put;
      for (int j = 0; j < 10; ++j) put.push_back({std::to_string(i * 10 + j), std::string(4000, 'x')});
      if (!records.put(RecordKind::item, put)) ++refused;
      REQUIRE(store.append(200));
      most = std::max(most, store.database->room().used);
    }
    CHECK(most <= ceilings.bytes);
    CHECK(refused > 10);
    CHECK(records.bytes() > ceilings.record_bytes() * 9 / 10);
    CHECK(store.count() > 3000);
  }

  TEST_CASE("forgets visitors of whom nothing is left, and no others") {
    const TemporaryFolder folder;
    Store store(folder.path(), {.events = 10});
    const auto send = [&](const std::string& user, const std::string& session) {
      Interaction event = with_id(click(user, "1", store.number), "id-" + std::to_string(store.number));
      event.session_id = session;
      ++store.number;
      REQUIRE(store.log->append(std::vector{event}));
    };
    send("", "anonymous");
    send("known", "anonymous");
    send("known", "other");
    send("", "later");
    for (int i = 0; i < 4; ++i) send("known", "other");
    CHECK(query(*store.database, "SELECT count(*) FROM visitors") == 4);
    CHECK(store.log->events_of("known")->size() == 7);
    for (int i = 0; i < 5; ++i) send("new", "new");
    // The first three are gone. "known" has later events, and its pairs stay with it; "later" has its event.
    CHECK(store.oldest() == 4);
    CHECK(query(*store.database, "SELECT count(*) FROM visitors") == 5);
    for (int i = 0; i < 20; ++i) send("new", "new");
    CHECK(query(*store.database, "SELECT count(*) FROM visitors") == 1);
    CHECK(query(*store.database, "SELECT count(*) FROM joined_sessions") == 1);
    CHECK(store.log->events_of("known")->empty());
    CHECK(store.log->events_of("new")->back().session_id == "new");
  }

  TEST_CASE("refuses what is more than a day's events, and takes it the next day") {
    const TemporaryFolder folder;
    Store store(folder.path(), {.events_a_day = 20});
    REQUIRE(store.append(10));
    REQUIRE(store.append(9));
    const auto refused = store.append(2);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == ErrorCode::overloaded);
    CHECK(refused.error().message == "expected at most 20 events a day, got more; try again tomorrow");
    CHECK(store.count() == 19);
    CHECK(store.append(1));
    CHECK(store.log->retention().today() == 20);
    store.sleep(std::chrono::hours(24));
    CHECK(store.append(20));
  }

  TEST_CASE("remembers over a restart what came today") {
    const TemporaryFolder folder;
    {
      Store store(folder.path(), {.events_a_day = 20});
      REQUIRE(store.append(15));
    }
    Store store(folder.path(), {.events_a_day = 20});
    store.number = 15;
    CHECK_FALSE(store.append(6));
    CHECK(store.append(5));
  }

  TEST_CASE("trim() drops what is over ceilings that were lowered") {
    const TemporaryFolder folder;
    {
      Store store(folder.path());
      for (int i = 0; i < 10; ++i) REQUIRE(store.append(1000, 50));
    }
    Store store(folder.path(), {.events = 300});
    REQUIRE(store.log->trim());
    CHECK(store.count() <= 300);
    CHECK(store.count() > 250);
  }

  TEST_CASE("what was dropped is forgotten, so it can come again") {
    const TemporaryFolder folder;
    Store store(folder.path(), {.events = 10});
    REQUIRE(store.append(30));
    REQUIRE(store.append(10));
    store.number = 0;
    const auto again = store.append(1);
    REQUIRE(again);
    CHECK(again->stored == 1);
  }
}

}  // namespace pocketrec
