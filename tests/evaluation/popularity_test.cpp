#include "evaluation/popularity.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "random_events.h"

using namespace pocketrec;
using doctest::Approx;

TEST_SUITE("popularity") {
  TEST_CASE("counts every user of an item once, in the given rows only") {
    OwnedEvents owned;
    owned.item_count = 4;
    owned.user_ids = {"a", "b"};
    owned.add(0, 2, 1);
    owned.add(0, 2, 2);
    owned.add(1, 2, 3);
    owned.add(1, 3, 4);
    CHECK(users_per_item(owned.columns(), std::vector<std::uint32_t>{0, 1, 2}) ==
          std::vector<std::uint32_t>{0, 0, 2, 0});
  }

  TEST_CASE("agrees with sets of users on random events") {
    const auto owned = random_events(11, 50, 30, 900);
    std::vector<std::uint32_t> rows;
    std::map<ItemIndex, std::set<std::uint32_t>> users;
    for (std::uint32_t row = 0; row < owned.user.size(); row += 2) {
      rows.push_back(row);
      users[owned.item[row]].insert(owned.user[row]);
    }
    const auto counts = users_per_item(owned.columns(), rows);
    REQUIRE(counts.size() == 30);
    for (ItemIndex item = 0; item < counts.size(); ++item) CHECK(counts[item] == users[item].size());
  }

  TEST_CASE("self-information is the bits of a user's share, and finite without users") {
    const auto bits = self_information(std::vector<std::uint32_t>{8, 4, 1, 0}, 8);
    REQUIRE(bits.size() == 4);
    CHECK(bits[0] == Approx(0.0));
    CHECK(bits[1] == Approx(1.0));
    CHECK(bits[2] == Approx(3.0));
    CHECK(bits[3] == Approx(3.0));
  }
}

TEST_SUITE("popularity baseline") {
  TEST_CASE("ranks by distinct users, equal ones by row, and hides the history only where the split does") {
    OwnedEvents owned;
    owned.item_count = 5;
    owned.user_ids = {"a", "b", "c"};
    for (std::uint32_t user : {0u, 1u, 2u}) owned.add(user, 3, 1);
    for (std::uint32_t user : {0u, 1u}) owned.add(user, 4, 2);
    for (std::uint32_t user : {0u, 1u}) owned.add(user, 1, 2);
    for (int repeat = 0; repeat < 9; ++repeat) owned.add(2, 0, 3);
    Split split;
    split.item_count = 5;
    split.training.resize(owned.user.size());
    std::iota(split.training.begin(), split.training.end(), 0u);
    const TestUser user{0, {0, 3}, {1}};  // has items 3 and 4

    const auto unfiltered = popularity_baseline(owned.columns(), split)(user);
    REQUIRE(unfiltered);
    CHECK(*unfiltered == std::vector<ItemIndex>{3, 1, 4, 0, 2});
    split.hides_history = true;
    const auto hidden = popularity_baseline(owned.columns(), split)(user);
    REQUIRE(hidden);
    CHECK(*hidden == std::vector<ItemIndex>{1, 0, 2});
  }

  TEST_CASE("has the candidates of the split and nothing else, in the same order") {
    for (const std::uint32_t seed : {21U, 22U, 23U}) {
      CAPTURE(seed);
      const auto owned = random_events(seed, 40, 60, 700);
      Split split = hold_out_users(owned.columns());
      REQUIRE(!split.users.empty());
      for (const bool hides_history : {false, true}) {
        split.hides_history = hides_history;
        split.candidates.clear();
        const auto all = popularity_baseline(owned.columns(), split);
        for (ItemIndex item = seed % 5; item < 60; item += 5) split.candidates.push_back(item);
        const auto some = popularity_baseline(owned.columns(), split);
        for (const TestUser& user : split.users) {
          const auto among_all = all(user);
          const auto list = some(user);
          REQUIRE(among_all);
          REQUIRE(list);
          std::vector<ItemIndex> expected;
          for (const ItemIndex item : split.candidates) {
            const bool is_hidden = std::any_of(user.history.begin(), user.history.end(),
                                               [&](std::uint32_t row) { return owned.item[row] == item; });
            if (!hides_history || !is_hidden) expected.push_back(item);
          }
          const auto users = users_per_item(owned.columns(), split.training);
          std::stable_sort(expected.begin(), expected.end(),
                           [&](ItemIndex a, ItemIndex b) { return users[a] > users[b]; });
          CHECK(*list == expected);
          // What both lists have is in the same order.
          std::vector<ItemIndex> common;
          for (const ItemIndex item : *among_all) {
            if (std::binary_search(split.candidates.begin(), split.candidates.end(), item)) common.push_back(item);
          }
          REQUIRE(common.size() <= list->size());
          CHECK(std::equal(common.begin(), common.end(), list->begin()));
        }
      }
    }
  }

  TEST_CASE("does not see the truth") {
    const auto owned = random_events(12, 300, 400, 5000);
    const auto split = hold_out_users(owned.columns());
    const auto report = evaluate_lists(split, popularity_baseline(owned.columns(), split));
    REQUIRE(report);
    // Truths are drawn evenly from 400 items, so 25 of them hit about 6 % of a single truth.
    CHECK(report->find("mrr@25").value() < 0.06);
    CHECK(report->find("coverage").value() == Approx(25.0 / 400));
  }
}
