#include "user/user_state.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "small_model.h"

namespace pocketrec {
namespace {

Timestamp at(std::int64_t milliseconds) {
  return Timestamp(std::chrono::milliseconds(milliseconds));
}

Interaction event(std::string item, std::int64_t time, std::string type = "watch") {
  Interaction made;
  made.user_id = "ann";
  made.event_type = std::move(type);
  made.item_id = std::move(item);
  made.sent_at = at(time);
  return made;
}

}  // namespace

TEST_SUITE("user state") {
  TEST_CASE("is the same whether a log is folded at once or in two parts") {
    const auto model = small_model();
    const Catalog catalog(model->items());
    std::mt19937 random(17);
    for (int round = 0; round < 400; ++round) {
      CAPTURE(round);
      std::vector<Interaction> log;
      for (std::size_t i = random() % 25; i > 0; --i) {
        const std::size_t item = random() % 14;  // two of them unknown
        log.push_back(event(item < 12 ? small_ids()[item] : "unknown", random() % 8, std::to_string(log.size())));
        if (random() % 3 == 0) log.back().event_value = static_cast<double>(random() % 5);
      }
      UserState at_once;
      fold_events(at_once, log, catalog);
      const std::size_t cut = log.empty() ? 0 : random() % (log.size() + 1);
      UserState in_parts;
      fold_events(in_parts, std::span(log).first(cut), catalog);
      fold_events(in_parts, std::span(log).subspan(cut), catalog);
      CHECK(in_parts == at_once);

      // The slow, obvious way: known items only, stably sorted by time.
      std::vector<Interaction> known;
      for (const Interaction& entry : log) {
        if (catalog.find(entry.item_id)) known.push_back(entry);
      }
      std::stable_sort(known.begin(), known.end(),
                       [](const Interaction& a, const Interaction& b) { return a.sent_at < b.sent_at; });
      REQUIRE(at_once.events.size() == known.size());
      for (std::size_t i = 0; i < known.size(); ++i) {
        const UserEvent expected{*catalog.find(known[i].item_id), known[i].event_type, known[i].sent_at,
                                 known[i].event_value};
        CHECK(at_once.events[i] == expected);
      }
    }
  }
  TEST_CASE("takes a late event to its place, behind those of the same moment") {
    const auto model = small_model();
    UserState state;
    const std::vector<Interaction> log = {event("heat", 10), event("jaws", 30), event("dune", 10), event("alien", 5)};
    fold_events(state, log, Catalog(model->items()));
    std::vector<ItemIndex> items;
    for (const UserEvent& entry : state.events) items.push_back(entry.item);
    CHECK(items == std::vector<ItemIndex>{0, 7, 3, 9});
  }
  TEST_CASE("passes over events whose item is unknown or missing") {
    const auto model = small_model();
    UserState state;
    const std::vector<Interaction> log = {event("no such film", 1), event("", 2), event("ALIEN", 3)};
    fold_events(state, log, Catalog(model->items()));
    CHECK(state.events.empty());
  }
  TEST_CASE("finds a profile field in any spelling of its name") {
    UserState state;
    state.profile = {{"AGE_GROUP", FieldValue(std::int64_t{3})}};
    REQUIRE(state.field("ageGroup") != nullptr);
    CHECK(*state.field("age_group") == FieldValue(std::int64_t{3}));
    CHECK(state.field("AGE") == nullptr);
  }
}

}  // namespace pocketrec
