#include "evaluation/split.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "random_events.h"

using namespace pocketrec;

namespace {

/// An id of the group, from "a0", "a1", … on.
std::string id_of_group(unsigned group, int skip = 0) {
  for (int i = 0;; ++i) {
    std::string id = "a" + std::to_string(i);
    if (holdout_group(id) == group && skip-- == 0) return id;
  }
}

/// One test user with those events, times ascending unless given.
OwnedEvents events_of_one_user(const std::vector<ItemIndex>& items, std::vector<std::int64_t> times = {}) {
  if (times.empty()) {
    times.resize(items.size());
    std::iota(times.begin(), times.end(), std::int64_t{100});
  }
  OwnedEvents events;
  events.item_count = 100;
  events.user_ids = {id_of_group(0)};
  for (std::size_t i = 0; i < items.size(); ++i) events.add(0, items[i], times[i]);
  return events;
}

/// A test user by id and content, free of the numbers of rows.
struct PlainTestUser {
  std::vector<std::pair<ItemIndex, std::int64_t>> history;
  std::vector<ItemIndex> truth;

  bool operator==(const PlainTestUser&) const = default;
};

std::map<std::string, PlainTestUser> plain(const Split& split, const EventColumns& events) {
  std::map<std::string, PlainTestUser> users;
  for (const TestUser& user : split.users) {
    PlainTestUser made{{}, user.truth};
    for (std::uint32_t row : user.history) made.history.emplace_back(events.item[row], events.time[row]);
    users.emplace(events.user_ids[user.user], std::move(made));
  }
  return users;
}

/// Checks of what every split promises.
void check_promises(const Split& split, const EventColumns& events) {
  CHECK(std::is_sorted(split.training.begin(), split.training.end()));
  CHECK(std::adjacent_find(split.training.begin(), split.training.end()) == split.training.end());
  CHECK(split.item_count == events.item_count);
  for (std::size_t i = 0; i < split.users.size(); ++i) {
    const TestUser& user = split.users[i];
    if (i > 0) REQUIRE(split.users[i - 1].user < user.user);
    REQUIRE_FALSE(user.history.empty());
    REQUIRE_FALSE(user.truth.empty());
    REQUIRE(std::is_sorted(user.truth.begin(), user.truth.end()));
    REQUIRE(std::adjacent_find(user.truth.begin(), user.truth.end()) == user.truth.end());
    for (std::size_t j = 0; j < user.history.size(); ++j) {
      REQUIRE(events.user[user.history[j]] == user.user);
      if (j == 0) continue;
      const std::uint32_t before = user.history[j - 1];
      const std::uint32_t row = user.history[j];
      REQUIRE(std::pair(events.time[before], before) < std::pair(events.time[row], row));
    }
  }
}

}  // namespace

TEST_SUITE("hold-out group") {
  TEST_CASE("is what an independent implementation of the documented hash gives") {
    CHECK(holdout_group("") == 0);
    CHECK(holdout_group("1") == 9);
    CHECK(holdout_group("42") == 1);
    CHECK(holdout_group("user-1") == 8);
    CHECK(holdout_group("Ünal") == 5);
    CHECK(holdout_group("foobar") == 8);
  }

  TEST_CASE("has a tenth of consecutive ids each") {
    std::vector<int> counts(10);
    for (int id = 1; id <= 20000; ++id) ++counts[holdout_group(std::to_string(id))];
    for (int count : counts) {
      CHECK(count > 1800);
      CHECK(count < 2200);
    }
  }
}

TEST_SUITE("held-out users") {
  TEST_CASE("give their newest tenth, rounded up, as truth") {
    const std::vector<std::pair<int, int>> cases{{2, 1}, {9, 1}, {10, 1}, {11, 2}, {20, 2}, {21, 3}};
    for (const auto& [events, truths] : cases) {
      std::vector<ItemIndex> items(static_cast<std::size_t>(events));
      std::iota(items.begin(), items.end(), ItemIndex{0});
      const auto owned = events_of_one_user(items);
      const auto split = hold_out_users(owned.columns());
      REQUIRE(split.users.size() == 1);
      CHECK(split.users[0].truth == std::vector<ItemIndex>(items.end() - truths, items.end()));
      CHECK(split.users[0].history.size() == static_cast<std::size_t>(events - truths));
      CHECK(split.training.empty());
    }
  }

  TEST_CASE("keep repeats of earlier items in the truth, each once") {
    // 11 events, so the newest 2 are the truth: item 5 twice, which the history has as well.
    const auto owned = events_of_one_user({5, 1, 2, 3, 4, 6, 7, 8, 9, 5, 5});
    const auto split = hold_out_users(owned.columns());
    REQUIRE(split.users.size() == 1);
    CHECK(split.users[0].truth == std::vector<ItemIndex>{5});
    CHECK(split.users[0].history.front() == 0);
    CHECK_FALSE(split.hides_history);
  }

  TEST_CASE("have events of the same time in the order of rows") {
    const auto owned = events_of_one_user({8, 3, 9, 4}, {7, 7, 2, 7});
    const auto split = hold_out_users(owned.columns());
    REQUIRE(split.users.size() == 1);
    CHECK(split.users[0].history == std::vector<std::uint32_t>{2, 0, 1});
    CHECK(split.users[0].truth == std::vector<ItemIndex>{4});
  }

  TEST_CASE("with one event are skipped and not trained on") {
    const auto owned = events_of_one_user({8});
    const auto split = hold_out_users(owned.columns());
    CHECK(split.users.empty());
    CHECK(split.training.empty());
    CHECK(split.users_skipped == 1);
  }

  TEST_CASE("without events are not counted") {
    OwnedEvents owned;
    owned.user_ids = {id_of_group(0)};
    const auto split = hold_out_users(owned.columns());
    CHECK(split.users.empty());
    CHECK(split.users_skipped == 0);
  }

  TEST_CASE("are the ones of their group, and everyone else is trained on with all events") {
    const auto owned = random_events(3, 400, 60, 6000);
    const auto events = owned.columns();
    for (HeldOutUsers held_out : {HeldOutUsers::test, HeldOutUsers::validation}) {
      const auto split = hold_out_users(events, held_out);
      check_promises(split, events);
      CHECK(split.users.size() > 15);
      CHECK(split.users_skipped > 0);
      const std::set<std::uint32_t> training(split.training.begin(), split.training.end());
      for (std::uint32_t row = 0; row < events.user.size(); ++row) {
        const unsigned group = holdout_group(events.user_ids[events.user[row]]);
        const bool trains = held_out == HeldOutUsers::test ? group != 0 : group > 1;
        REQUIRE(training.count(row) == (trains ? 1u : 0u));
      }
      for (const TestUser& user : split.users) {
        REQUIRE(holdout_group(events.user_ids[user.user]) == (held_out == HeldOutUsers::test ? 0u : 1u));
        const auto total = static_cast<std::size_t>(std::count(events.user.begin(), events.user.end(), user.user));
        REQUIRE(user.history.size() == total - (total + 9) / 10);
      }
    }
  }

  TEST_CASE("of the test stay out of training and asking in the validation") {
    const auto owned = random_events(4, 300, 60, 4000);
    const auto test = hold_out_users(owned.columns(), HeldOutUsers::test);
    const auto validation = hold_out_users(owned.columns(), HeldOutUsers::validation);
    std::set<std::uint32_t> test_users;
    for (const TestUser& user : test.users) test_users.insert(user.user);
    REQUIRE_FALSE(test_users.empty());
    for (const TestUser& user : validation.users) CHECK(test_users.count(user.user) == 0);
    for (std::uint32_t row : validation.training) CHECK(test_users.count(owned.user[row]) == 0);
  }

  TEST_CASE("are the same in every run") {
    const auto owned = random_events(5, 200, 60, 3000);
    CHECK(hold_out_users(owned.columns()) == hold_out_users(owned.columns()));
  }

  TEST_CASE("do not depend on other users, their rows or the users' numbers") {
    const auto owned = random_events(6, 200, 60, 3000);
    const auto expected = plain(hold_out_users(owned.columns()), owned.columns());
    REQUIRE_FALSE(expected.empty());

    // The same events with users numbered the other way round, users interleaved otherwise, and a new user.
    OwnedEvents moved;
    moved.item_count = owned.item_count;
    moved.user_ids.assign(owned.user_ids.rbegin(), owned.user_ids.rend());
    moved.user_ids.push_back("newcomer");
    std::vector<std::uint32_t> rows(owned.user.size());
    std::iota(rows.begin(), rows.end(), 0u);
    std::stable_sort(rows.begin(), rows.end(), [&](auto a, auto b) { return owned.user[a] % 7 < owned.user[b] % 7; });
    for (std::uint32_t row : rows) {
      moved.add(static_cast<std::uint32_t>(owned.user_ids.size()) - 1 - owned.user[row], owned.item[row],
                owned.time[row]);
    }
    moved.add(static_cast<std::uint32_t>(owned.user_ids.size()), 1, 1);
    auto found = plain(hold_out_users(moved.columns()), moved.columns());
    found.erase("newcomer");
    CHECK(found == expected);
  }
}

TEST_SUITE("the newest of each history") {
  TEST_CASE("keeps the newest events, and short histories as they are") {
    const auto owned = random_events(9, 150, 60, 2000);
    const Split whole = hold_out_users(owned.columns());
    Split cut = whole;
    keep_newest(cut, 3);
    REQUIRE(cut.users.size() == whole.users.size());
    CHECK(cut.training == whole.training);
    bool some_were_longer = false;
    for (std::size_t i = 0; i < whole.users.size(); ++i) {
      const auto& history = whole.users[i].history;
      some_were_longer |= history.size() > 3;
      const std::size_t kept = std::min<std::size_t>(history.size(), 3);
      CHECK(cut.users[i].history == std::vector<std::uint32_t>(history.end() - kept, history.end()));
      CHECK(cut.users[i].truth == whole.users[i].truth);
    }
    CHECK(some_were_longer);
    Split uncut = whole;
    keep_newest(uncut, 10'000);
    CHECK(uncut == whole);
  }
}

TEST_SUITE("leave one out") {
  TEST_CASE("tests the last event and validates the one before") {
    const auto owned = events_of_one_user({4, 5, 6, 7}, {40, 10, 30, 20});
    const auto [validation, test] = leave_one_out(owned.columns());
    REQUIRE(validation.users.size() == 1);
    REQUIRE(test.users.size() == 1);
    CHECK(validation.users[0].history == std::vector<std::uint32_t>{1, 3});
    CHECK(validation.users[0].truth == std::vector<ItemIndex>{6});
    CHECK(test.users[0].history == std::vector<std::uint32_t>{1, 3, 2});
    CHECK(test.users[0].truth == std::vector<ItemIndex>{4});
    CHECK(validation.training == std::vector<std::uint32_t>{1, 3});
    CHECK(test.training == validation.training);
    CHECK(validation.hides_history);
    CHECK(test.hides_history);
  }

  TEST_CASE("hides only the same context where users come back to items, and knows when each was asked") {
    const auto owned = events_of_one_user({4, 5, 6, 7});
    const auto [validation, test] = next_in_context(owned.columns());
    const auto hidden = leave_one_out(owned.columns());
    CHECK(test.users == hidden.test.users);
    CHECK(validation.training == hidden.validation.training);
    CHECK(test.users[0].asked_at == 3U);
    CHECK(validation.users[0].asked_at == 2U);
    CHECK_FALSE(test.hides_history);
    CHECK(test.hides_same_context);
    CHECK_FALSE(hidden.test.hides_same_context);
  }

  TEST_CASE("trains on the validation event for the test only when told to") {
    const auto owned = events_of_one_user({4, 5, 6, 7});
    const auto [validation, test] = leave_one_out(owned.columns(), ValidationUse::training);
    CHECK(validation.training == std::vector<std::uint32_t>{0, 1});
    CHECK(test.training == std::vector<std::uint32_t>{0, 1, 2});
  }

  TEST_CASE("asks a user with three events, with one as history of the validation") {
    const auto owned = events_of_one_user({4, 5, 6});
    const auto [validation, test] = leave_one_out(owned.columns());
    CHECK(validation.users == std::vector<TestUser>{{0, {0}, {5}, 1}});
    CHECK(test.users == std::vector<TestUser>{{0, {0, 1}, {6}, 2}});
    CHECK(test.users_skipped == 0);
  }

  TEST_CASE("trains on users with fewer than three events and does not ask them") {
    const auto owned = events_of_one_user({4, 5});
    const auto [validation, test] = leave_one_out(owned.columns());
    CHECK(validation.users.empty());
    CHECK(test.users.empty());
    CHECK(validation.training == std::vector<std::uint32_t>{0, 1});
    CHECK(test.training == std::vector<std::uint32_t>{0, 1});
    CHECK(test.users_skipped == 1);
  }

  TEST_CASE("uses every event once as training, validation or test") {
    const auto owned = random_events(8, 150, 60, 2000);
    const auto events = owned.columns();
    const auto [validation, test] = leave_one_out(events);
    check_promises(validation, events);
    check_promises(test, events);
    CHECK(validation.users.size() == test.users.size());
    CHECK(test.training.size() + validation.users.size() + test.users.size() == events.user.size());
    const std::set<std::uint32_t> training(test.training.begin(), test.training.end());
    for (std::size_t i = 0; i < test.users.size(); ++i) {
      REQUIRE(test.users[i].user == validation.users[i].user);
      REQUIRE(test.users[i].truth.size() == 1);
      const std::uint32_t validation_row = test.users[i].history.back();
      REQUIRE(training.count(validation_row) == 0);
      REQUIRE(events.item[validation_row] == validation.users[i].truth[0]);
    }
  }
}
