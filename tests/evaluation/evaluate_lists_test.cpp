#include "evaluation/evaluate_lists.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <future>
#include <numeric>
#include <random>
#include <string>
#include <thread>

using namespace pocketrec;

namespace {

constexpr std::uint32_t kItemCount = 80;

/// Users 0 … count - 1 with a random truth; every seventh has none.
Split random_split(std::uint32_t count) {
  std::mt19937 random(99);
  Split split;
  split.item_count = kItemCount;
  for (std::uint32_t user = 0; user < count; ++user) {
    TestUser made{user, {}, {}};
    for (ItemIndex item = 0; item < kItemCount; ++item) {
      if (user % 7 != 3 && random() % 10 == 0) made.truth.push_back(item);
    }
    split.users.push_back(std::move(made));
  }
  return split;
}

/// A list that depends on the user alone.
std::vector<ItemIndex> shuffled_items(const TestUser& user) {
  std::vector<ItemIndex> items(kItemCount);
  std::iota(items.begin(), items.end(), ItemIndex{0});
  std::shuffle(items.begin(), items.end(), std::mt19937(user.user));
  items.resize(user.user % 40);
  return items;
}

}  // namespace

TEST_SUITE("evaluation of lists") {
  TEST_CASE("gives the means of the users' lists") {
    const auto split = random_split(200);
    MetricMeans expected(kItemCount);
    for (const TestUser& user : split.users) expected.add(shuffled_items(user), user.truth);
    const auto report = evaluate_lists(split, shuffled_items);
    REQUIRE(report);
    CHECK(*report == expected.report());
    CHECK(report->users_without_truth > 20);
    CHECK(report->users + report->users_without_truth == 200);
    CHECK(report->find("ndcg@10").value() > 0.0);
  }

  TEST_CASE("has the same bits for any number of threads") {
    const auto split = random_split(500);
    std::vector<double> bits(kItemCount);
    for (std::size_t item = 0; item < bits.size(); ++item) bits[item] = 1.0 / static_cast<double>(item + 3);
    const auto one = evaluate_lists(split, shuffled_items, {1, {}, bits});
    REQUIRE(one);
    CHECK(one->find("novelty@25").has_value());
    for (std::size_t threads : {0u, 2u, 3u, 8u, 1000u}) {
      CAPTURE(threads);
      const auto many = evaluate_lists(split, shuffled_items, {threads, {}, bits});
      REQUIRE(many);
      CHECK(*many == *one);
    }
  }

  TEST_CASE("does not ask for users without truth") {
    const auto split = random_split(50);
    std::atomic<int> asked_without_truth{0};
    std::atomic<int> asked{0};
    const auto report = evaluate_lists(split,
                                       [&](const TestUser& user) {
                                         ++asked;
                                         if (user.truth.empty()) ++asked_without_truth;
                                         return shuffled_items(user);
                                       },
                                       {2, {}, {}});
    REQUIRE(report);
    CHECK(asked_without_truth == 0);
    CHECK(static_cast<std::size_t>(asked) == report->users);
  }

  TEST_CASE("calls a copy of the recommender in every thread") {
    const auto split = random_split(300);
    const auto report =
        evaluate_lists(split,
                       [scratch = std::vector<ItemIndex>{}](const TestUser& user) mutable {
                         scratch = shuffled_items(user);  // a data race, if it were shared; for the thread sanitizer
                         return scratch;
                       },
                       {4, {}, {}});
    REQUIRE(report);
    CHECK(*report == *evaluate_lists(split, shuffled_items));
  }

  TEST_CASE("tells progress in rising order up to the number of users asked") {
    const auto split = random_split(1000);
    std::vector<std::size_t> seen;
    std::size_t last_total = 0;
    const auto report = evaluate_lists(split, shuffled_items,
                                       {3,
                                        [&](std::size_t done, std::size_t total) {
                                          seen.push_back(done);
                                          last_total = total;
                                        },
                                        {}});
    REQUIRE(report);
    CHECK(std::is_sorted(seen.begin(), seen.end()));
    CHECK(seen.size() >= 90);
    CHECK(seen.size() <= 125);
    CHECK(seen.back() == report->users);
    CHECK(last_total == report->users);
  }

  TEST_CASE("returns the error of the first user who gets one, for any number of threads") {
    const auto split = random_split(300);
    for (std::size_t threads : {1u, 4u}) {
      for (int round = 0; round < 20; ++round) {
        const auto report = evaluate_lists(split,
                                           [](const TestUser& user) -> Result<std::vector<ItemIndex>> {
                                             if (user.user >= 70)
                                               return Error{ErrorCode::storage, "user " + std::to_string(user.user)};
                                             return shuffled_items(user);
                                           },
                                           {threads, {}, {}});
        REQUIRE_FALSE(report);
        CHECK(report.error().code == ErrorCode::storage);
        REQUIRE(report.error().message == "user 70");
      }
    }
  }

  TEST_CASE("returns the first user's error when a later user fails after it") {
    Split split;
    split.item_count = kItemCount;
    split.users = {{0, {}, {1}}, {1, {}, {1}}};
    // User 0 fails once user 1 is being asked, and user 1 a while after that. Waiting ends in any case.
    std::promise<void> second_is_asked;
    std::promise<void> first_fails;
    const auto report = evaluate_lists(split,
                                       [&](const TestUser& user) -> Result<std::vector<ItemIndex>> {
                                         if (user.user == 0) {
                                           second_is_asked.get_future().wait_for(std::chrono::seconds(10));
                                           first_fails.set_value();
                                         } else {
                                           second_is_asked.set_value();
                                           first_fails.get_future().wait_for(std::chrono::seconds(10));
                                           std::this_thread::sleep_for(std::chrono::milliseconds(50));
                                         }
                                         return Error{ErrorCode::io, "user " + std::to_string(user.user)};
                                       },
                                       {2, {}, {}});
    REQUIRE_FALSE(report);
    CHECK(report.error().message == "user 0");
  }

  TEST_CASE("refuses a list that repeats an item") {
    const auto report = evaluate_lists(random_split(5), [](const TestUser&) {
      return std::vector<ItemIndex>{4, 9, 4};
    });
    REQUIRE_FALSE(report);
    CHECK(report.error().code == ErrorCode::internal);
    CHECK(report.error().message ==
          "evaluation: expected every item once, got item 4 twice in the list for user 0 of the data");
  }

  TEST_CASE("refuses a list with an item that the catalogue does not have") {
    const auto report = evaluate_lists(random_split(5), [](const TestUser&) { return std::vector<ItemIndex>{4, 80}; });
    REQUIRE_FALSE(report);
    CHECK(report.error().message ==
          "evaluation: expected items below 80, got item 80 in the list for user 0 of the data");
  }

  TEST_CASE("of nobody has no metrics") {
    const auto report = evaluate_lists(Split{}, shuffled_items, {4, {}, {}});
    REQUIRE(report);
    CHECK(report->users == 0);
    CHECK(report->values.empty());
  }
}
