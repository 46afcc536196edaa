#include "user/visit.h"

#include <doctest/doctest.h>

#include <vector>

namespace pocketrec {
namespace {

using std::chrono::seconds;

constexpr seconds kIdle{60};

// Anonymous events at these seconds.
std::vector<Interaction> events_at(const std::vector<int>& times) {
  std::vector<Interaction> events;
  for (const int time : times) {
    Interaction event;
    event.session_id = "screen";
    event.sent_at = Timestamp(seconds(time));
    events.push_back(event);
  }
  return events;
}

Timestamp at(int time) {
  return Timestamp(seconds(time));
}

}  // namespace

TEST_SUITE("visit") {
  TEST_CASE("of a session has the events since the last pause") {
    const auto events = events_at({10, 70, 131, 150, 210});
    const Visit visit = current_visit(events, kIdle, at(250));
    REQUIRE(visit.events.size() == 3);
    CHECK(visit.events.front().sent_at == at(131));
    CHECK(visit.ends == at(270));
  }

  TEST_CASE("has ended when none came for too long") {
    const auto events = events_at({10, 20});
    CHECK(current_visit(events, kIdle, at(80)).events.size() == 2);
    CHECK(current_visit(events, kIdle, at(81)).events.empty());
    CHECK_FALSE(current_visit(events, kIdle, at(81)).ends);
  }

  TEST_CASE("does not end because the clock went back") {
    const auto events = events_at({1000, 1010});
    CHECK(current_visit(events, kIdle, at(0)).events.size() == 2);
  }

  TEST_CASE("of a user has all events") {
    auto events = events_at({10, 1000, 5000});
    events[1].user_id = "ann";
    const Visit visit = current_visit(events, kIdle, at(90'000));
    CHECK(visit.events.size() == 3);
    CHECK_FALSE(visit.ends);
  }

  TEST_CASE("without events is empty") {
    CHECK(current_visit({}, kIdle, at(0)).events.empty());
  }
}

}  // namespace pocketrec
