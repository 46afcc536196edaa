#include "recipes/event_weights.h"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "packing/pack_model.h"
#include "recipes/build_model.h"
#include "recipes/settings.h"

namespace pocketrec {
namespace {

/// Two users who watched all of a, b, c; one of them skipped d, and others watched d with e.
TrainingData skips_and_watches() {
  TrainingData data;
  data.items.ids = {"a", "b", "c", "d", "e"};
  data.users.ids = {"u", "v", "w", "x"};
  data.event_types = {"Rate", "Skip", "Watch"};
  const auto add = [&](std::uint32_t user, ItemIndex item, std::uint32_t type, float value) {
    data.user.push_back(user);
    data.item.push_back(item);
    data.event_type.push_back(type);
    data.time.push_back(static_cast<std::int64_t>(data.time.size()));
    data.value.push_back(value);
  };
  const float none = std::nanf("");
  for (const std::uint32_t user : {0U, 1U}) {
    for (const ItemIndex item : {0U, 1U, 2U}) add(user, item, 2, none);
  }
  for (const std::uint32_t user : {2U, 3U}) {
    add(user, 3, 2, none);
    add(user, 4, 2, none);
  }
  add(0, 3, 1, none);
  add(1, 4, 0, 5);
  add(1, 3, 0, 1);
  data.fingerprint = "test";
  return data;
}

std::vector<std::uint32_t> all_rows(const TrainingData& data) {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < data.item.size(); ++row) rows.push_back(row);
  return rows;
}

}  // namespace

TEST_SUITE("event weights setting") {
  TEST_CASE("reads what it prints") {
    for (const char* text : {"all", "Watch:1", "Purchase:1,View:0.25,Rate>=4:1,Rate>=-1.5:0.5,a:b:-1"}) {
      const auto weights = parse_event_weights(text);
      REQUIRE(weights);
      CHECK(event_weights_text(*weights) == text);
    }
    CHECK(*parse_event_weights("Rate>=4:0.5") == std::vector<EventWeight>{{"Rate", 0.5, 4.0}});
  }
  TEST_CASE("refuses other forms with what was expected") {
    for (const auto& [text, expected] :
         std::vector<std::pair<std::string, std::string>>{{"", "type:weight with a weight from -1 to 1"},
                                                          {"Watch", "type:weight with a weight from -1 to 1"},
                                                          {"Watch:2", "type:weight with a weight from -1 to 1"},
                                                          {"Watch:nan", "type:weight with a weight from -1 to 1"},
                                                          {"Watch:1,", "type:weight with a weight from -1 to 1"},
                                                          {"Rate>=x:1", "type>=value:weight with a number as value"},
                                                          {":1", "an event type"}}) {
      CAPTURE(text);
      const auto weights = parse_event_weights(text);
      REQUIRE_FALSE(weights);
      CHECK(weights.error().message.find("events: expected " + expected + ", got '") == 0);
    }
  }
  TEST_CASE("keeps the rows with a weight above 0") {
    const TrainingData data = skips_and_watches();
    const std::vector<std::uint32_t> rows = all_rows(data);
    CHECK(rows_with_weight(data, rows, {}) == rows);
    CHECK(rows_with_weight(data, rows, *parse_event_weights("Rate>=3:1,Rate:-1,Skip:-1")) ==
          std::vector<std::uint32_t>{11});
    CHECK(rows_with_weight(data, rows, *parse_event_weights("Skip:-1")).empty());
  }
  TEST_CASE("gives truth items the largest weight among the events that are to be foretold") {
    const TrainingData data = skips_and_watches();
    Split split;
    split.users.push_back({0, {0, 1}, {2, 3}});     // c was watched, d skipped
    split.users.push_back({1, {3, 4}, {2, 3, 4}});  // c watched; d rated 1, e rated 5
    Split weighed = split;
    set_gains(data, {}, weighed);
    CHECK(weighed == split);
    set_gains(data, *parse_event_weights("Rate>=3:1,Watch:0.5,Skip:-1"), weighed);
    CHECK(weighed.users[0].gains == std::vector<double>{0.5, 0});
    CHECK(weighed.users[1].gains == std::vector<double>{0.5, 0, 1});
  }
  TEST_CASE("decides what is trained on, and goes into the recommenders with the values that it needs") {
    const TrainingData data = skips_and_watches();
    const std::vector<std::uint32_t> rows = all_rows(data);
    ModelSettings settings;
    REQUIRE(set(settings, "events=Watch:1,Rate>=4:0.5,Skip:-1"));
    const auto contents = build_model(data, rows, "all", settings, {});
    REQUIRE(contents);
    CHECK(contents->recommenders[0].name == "popularity-count");
    // e has two who watched it and one who rated it 5; who skipped d or rated it 1 does not count.
    CHECK(contents->item_scores[0].values[3] == 2 * (std::uint64_t{1} << 24) / 3);
    CHECK(contents->item_scores[0].values[4] == 1U << 24);
    REQUIRE(contents->histories);
    CHECK(contents->histories->items.size() == data.item.size());
    CHECK(contents->histories->values.size() == data.item.size());
    for (const Recommender& recommender : contents->recommenders) {
      if (recommender.recipe == "aws-user-personalization") CHECK(recommender.event_weights == settings.events);
    }
    REQUIRE(set(settings, "events=Watch:1"));
    const auto without_values = build_model(data, rows, "all", settings, {});
    REQUIRE(without_values);
    CHECK(without_values->histories->values.empty());
  }
}

}  // namespace pocketrec
