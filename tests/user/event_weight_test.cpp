#include "user/event_weight.h"

#include <doctest/doctest.h>

#include <optional>
#include <vector>

namespace pocketrec {
namespace {

UserEvent user_event(const char* type, std::optional<double> value = std::nullopt) {
  UserEvent event;
  event.event_type = type;
  event.value = value;
  return event;
}

}  // namespace

TEST_SUITE("event weight") {
  TEST_CASE("is 1 for all events when there are no entries") {
    CHECK(event_weight({}, user_event("Watch")) == 1);
    CHECK(event_weight({}, user_event("")) == 1);
  }
  TEST_CASE("is that of the type, in any case of letters, and 0 for a type without entry") {
    const std::vector<EventWeight> weights = {{"Purchase", 1, {}}, {"View", 0.25, {}}, {"Dislike", -1, {}}};
    CHECK(event_weight(weights, user_event("purchase")) == 1);
    CHECK(event_weight(weights, user_event("VIEW", 7)) == 0.25);
    CHECK(event_weight(weights, user_event("Dislike")) == -1);
    CHECK(event_weight(weights, user_event("Click")) == 0);
  }
  TEST_CASE("is that of the first entry whose least value is reached") {
    const std::vector<EventWeight> weights = {{"Rate", 1, 4.0}, {"Rate", 0.5, 3.0}, {"Rate", -0.5, {}}};
    CHECK(event_weight(weights, user_event("Rate", 5)) == 1);
    CHECK(event_weight(weights, user_event("Rate", 4)) == 1);
    CHECK(event_weight(weights, user_event("Rate", 3.5)) == 0.5);
    CHECK(event_weight(weights, user_event("Rate", 1)) == -0.5);
    CHECK(event_weight(weights, user_event("Rate")) == -0.5);  // no value reaches none
  }
}

}  // namespace pocketrec
