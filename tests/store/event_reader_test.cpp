#include "store/event_reader.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "sample_events.h"
#include "store/event_log.h"
#include "temporary_folder.h"

namespace pocketrec {
namespace {

std::vector<StoredEvent> read(Database& database, std::int64_t after, std::int64_t until) {
  EventReader reader(database, after, until);
  std::vector<StoredEvent> all;
  while (true) {
    auto page = reader.next_page();
    REQUIRE(page);
    if (page->empty()) return all;
    CHECK(page->size() <= static_cast<std::size_t>(EventReader::kPage));
    all.insert(all.end(), page->begin(), page->end());
  }
}

}  // namespace

TEST_SUITE("event reader") {
  TEST_CASE("gives every event whole, in the order of arrival, by pages") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    CHECK(*last_sequence(**database) == 0);
    CHECK(read(**database, 0, 1000).empty());
    std::vector<Interaction> events;
    for (int i = 0; i < 3 * EventReader::kPage + 1; ++i) {
      Interaction event = i % 3 == 0 ? anonymous_click("s" + std::to_string(i % 5), std::to_string(i), 9999 - i)
                                     : click("u" + std::to_string(i % 7), std::to_string(i), 9999 - i);
      event.event_id = "e" + std::to_string(i);
      event.event_value = i * 0.1;
      event.properties = R"({"a":"\"\n"})";
      event.recommendation_id = "r";
      event.impression = "1|2";
      event.attribution_source = "shelf";
      events.push_back(event);
    }
    EventLog log(**database);
    REQUIRE(log.append(events));
    const auto last = static_cast<std::int64_t>(events.size());
    CHECK(*last_sequence(**database) == last);
    const auto all = read(**database, 0, last);
    REQUIRE(all.size() == events.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      REQUIRE(all[i].sequence == static_cast<std::int64_t>(i + 1));
      REQUIRE(all[i].event == events[i]);
    }
    const auto some = read(**database, 199, 402);
    CHECK(some == std::vector(all.begin() + 199, all.begin() + 402));
    CHECK(read(**database, last, last).empty());
  }

  TEST_CASE("gives the sessions that were joined, by pages") {
    const TemporaryFolder folder;
    auto database = Database::open(folder.path());
    REQUIRE(database);
    std::vector<Interaction> events;
    for (int i = 0; i < 2500; ++i) {
      Interaction event = click("u" + std::to_string(i % 3), "i", i);
      event.session_id = "s" + std::to_string(i / 2);
      events.push_back(event);
    }
    EventLog log(**database);
    REQUIRE(log.append(events));
    JoinedSessionReader reader(**database);
    std::size_t count = 0;
    while (true) {
      const auto page = reader.next_page();
      REQUIRE(page);
      if (page->empty()) break;
      count += page->size();
      for (const JoinedSession& pair : *page) REQUIRE(!pair.user_id.empty());
    }
    CHECK(count == 2500);
  }
}

}  // namespace pocketrec
