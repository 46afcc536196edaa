#include "evaluation/packed_recommender.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "small_model.h"

using namespace pocketrec;
using Items = std::vector<ItemIndex>;

namespace {

/// Events over other rows than the model's: the twelve films backwards, perhaps without some, and one that the model
/// has not.
struct Events {
  explicit Events(std::size_t films = 12) {
    ids.assign(small_ids().rbegin(), small_ids().rend());
    ids.resize(films);
    ids.push_back("zardoz");
  }

  ItemIndex row(const std::string& id) const {
    return static_cast<ItemIndex>(std::find(ids.begin(), ids.end(), id) - ids.begin());
  }

  void add(const std::string& id) {
    user.push_back(0);
    item.push_back(row(id));
    type.push_back(0);
    time.push_back(static_cast<std::int64_t>(time.size()));
  }

  NamedEvents named() const { return {{user, item, time, user_ids, ids.size()}, ids, type, types}; }

  /// All events as the history.
  TestUser asked() const {
    TestUser test;
    test.history.resize(item.size());
    std::iota(test.history.begin(), test.history.end(), 0U);
    return test;
  }

  Split split() const {
    Split split;
    split.item_count = ids.size();
    return split;
  }

  std::vector<std::string> names(const Items& items) const {
    std::vector<std::string> list;
    for (const ItemIndex one : items) list.push_back(ids[one]);
    return list;
  }

  std::vector<std::string> ids;
  std::vector<std::string> user_ids = {"eve"};
  std::vector<std::string> types = {"watch"};
  std::vector<std::uint32_t> user;
  std::vector<ItemIndex> item;
  std::vector<std::uint32_t> type;
  std::vector<std::int64_t> time;
};

std::vector<std::string> list(const Events& events, const Split& split, const std::string& recommender) {
  const auto snapshot = std::make_shared<const Snapshot>(small_model());
  const auto items = packed_recommender(snapshot, recommender, events.named(), split)(events.asked());
  if (!items) FAIL(items.error().message);
  return events.names(*items);
}

using Names = std::vector<std::string>;

const Names kByPopularity = {"heat",   "casablanca", "jaws", "exam",   "labyrinth", "gattaca",
                             "brazil", "inception",  "dune", "kundun", "fargo",     "alien"};

}  // namespace

TEST_SUITE("packed recommender") {
  TEST_CASE("answers in the rows of the data") {
    CHECK(list(Events(), Events().split(), "popular") == kByPopularity);
  }

  TEST_CASE("leaves out what only the model has") {
    const Events events(3);  // labyrinth, kundun, jaws
    CHECK(list(events, events.split(), "popular") == Names{"jaws", "labyrinth", "kundun"});
  }

  TEST_CASE("sees the history, and hides it only where the split does") {
    Events events;
    events.add("alien");
    events.add("zardoz");  // means nothing to the model
    Split split = events.split();
    // The last event leads to brazil, and less to exam.
    Names names = list(events, split, "home");
    REQUIRE(names.size() == 12);
    CHECK(names[0] == "brazil");
    CHECK(names[1] == "exam");
    CHECK(std::count(names.begin(), names.end(), "alien") == 1);
    split.hides_history = true;
    names = list(events, split, "home");
    REQUIRE(names.size() == 11);
    CHECK(names[0] == "brazil");
    CHECK(std::count(names.begin(), names.end(), "alien") == 0);
  }

  TEST_CASE("has the candidates of the split and nothing else") {
    Events events;
    Split split = events.split();
    for (const char* id : {"alien", "jaws", "zardoz", "dune"}) split.candidates.push_back(events.row(id));
    std::sort(split.candidates.begin(), split.candidates.end());
    CHECK(list(events, split, "popular") == Names{"jaws", "dune", "alien"});
    events.add("jaws");
    CHECK(list(events, split, "popular") == Names{"jaws", "dune", "alien"});
    split.hides_history = true;
    CHECK(list(events, split, "popular") == Names{"dune", "alien"});
    split.candidates = {events.row("zardoz")};
    CHECK(list(events, split, "popular").empty());
  }

  TEST_CASE("does not let candidates that the model has not stand for all") {
    Events events(2);
    Split split = events.split();
    split.candidates = {events.row("kundun")};
    CHECK(list(events, split, "popular") == Names{"kundun"});
  }

  TEST_CASE("asks in the context of the truth, and hides what was had in that one") {
    Events events;
    for (const char* id : {"heat", "jaws", "exam", "dune"}) events.add(id);
    const std::vector<std::string> devices = {"phone", "tv"};
    const std::vector<std::uint32_t> codes = {1, 2, 0, 2};
    const std::vector<NamedContext> contexts = {{"DEVICE", devices, codes}};
    NamedEvents named = events.named();
    named.contexts = contexts;
    TestUser user = events.asked();
    user.history.pop_back();
    CHECK(context_of(named, user).empty());  // nobody knows when it is asked
    user.asked_at = 3;
    CHECK(context_of(named, user) == std::map<std::string, std::string>{{"DEVICE", "tv"}});

    ModelContents contents = small_contents();
    contents.context_columns = {{"DEVICE", {"tv"}}};  // the model never saw a phone
    const auto model = open_packed(contents);
    const UserState state = state_of(named, user, *model);
    REQUIRE(state.events.size() == 3);
    CHECK(state.events[0].context.empty());
    CHECK(state.events[1].context == ContextValues{1});
    CHECK(state.events[2].context.empty());

    const Catalog catalog(model->items());
    CHECK(hidden_items(named, user, catalog, false, false).empty());
    CHECK(hidden_items(named, user, catalog, false, true) == Items{*catalog.find("jaws")});
    CHECK(hidden_items(named, user, catalog, true, true).size() == 3);
  }

  TEST_CASE("passes on that there is no such recommender") {
    const Events events;
    const auto snapshot = std::make_shared<const Snapshot>(small_model());
    const auto items = packed_recommender(snapshot, "best", events.named(), events.split())(events.asked());
    REQUIRE_FALSE(items);
    CHECK(items.error().code == ErrorCode::resource_not_found);
  }
}
