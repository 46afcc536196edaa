#include "training/similar_items.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "reference.h"

using namespace pocketrec;

namespace {

// The formula of the header, pair by pair over all users.
double similarity(const InteractionMatrix& matrix, ItemIndex i, ItemIndex j, const SimilarItemsOptions& options) {
  double shared = 0;
  double shared_weight = 0;
  double weight_i = 0;
  double weight_j = 0;
  for (std::size_t user = 0; user < matrix.n_users(); ++user) {
    const auto items = matrix.items_of(user);
    const bool has_i = std::binary_search(items.begin(), items.end(), i);
    const bool has_j = std::binary_search(items.begin(), items.end(), j);
    const double weight = items.empty() ? 0 : std::pow(static_cast<double>(items.size()), -options.user_exponent);
    weight_i += has_i ? weight : 0;
    weight_j += has_j ? weight : 0;
    shared_weight += has_i && has_j ? weight : 0;
    shared += has_i && has_j ? 1 : 0;
  }
  if (shared == 0) return 0;
  const double p = options.popularity_discount;
  return shared_weight / (std::pow(weight_i, 1 - p) * std::pow(weight_j, p)) * shared / (shared + options.shrinkage);
}

}  // namespace

TEST_SUITE("similar items") {
  TEST_CASE("lists are those of the formula, most similar first") {
    const InteractionMatrix matrix = test::random_matrix(80, 60, 700, 41);
    for (double discount : {0.0, 0.5, 1.0}) {
      for (double exponent : {0.0, 0.7}) {
        SimilarItemsOptions options;
        options.neighbors = 8;
        options.popularity_discount = discount;
        options.user_exponent = exponent;
        options.shrinkage = 3;
        const auto similar = train_similar_items(matrix, options);
        REQUIRE(similar);
        REQUIRE(similar->n_items() == 60);
        for (ItemIndex source = 0; source < 60; ++source) {
          const auto items = similar->items_of(source);
          const auto values = similar->similarities_of(source);
          std::vector<double> all;
          for (ItemIndex item = 0; item < 60; ++item) {
            if (item != source) all.push_back(similarity(matrix, source, item, options));
          }
          std::sort(all.rbegin(), all.rend());
          const auto positive =
              static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [](double v) { return v > 0; }));
          REQUIRE(items.size() == std::min<std::size_t>(8, positive));
          for (std::size_t i = 0; i < items.size(); ++i) {
            CHECK(items[i] != source);
            CHECK(values[i] == doctest::Approx(similarity(matrix, source, items[i], options)).epsilon(1e-6));
            CHECK(values[i] == doctest::Approx(all[i]).epsilon(1e-6));
            if (i > 0) CHECK((values[i - 1] > values[i] || (values[i - 1] == values[i] && items[i - 1] < items[i])));
          }
        }
      }
    }
  }

  TEST_CASE("any number of threads gives the same bytes") {
    const InteractionMatrix matrix = test::random_matrix(300, 200, 5000, 42);
    SimilarItemsOptions options;
    options.threads = 1;
    const auto one = train_similar_items(matrix, options);
    REQUIRE(one);
    for (unsigned threads : {2U, 3U}) {
      options.threads = threads;
      CHECK(*one == *train_similar_items(matrix, options));
    }
  }

  TEST_CASE("the discount moves the list from the popular to the rare") {
    // Item 0 shares 2 users with item 1, which 10 users have, and 1 user with item 2, which 1 user has.
    std::vector<UserItem> pairs{{0, 0}, {0, 1}, {1, 0}, {1, 1}, {2, 0}, {2, 2}};
    for (std::uint32_t user = 3; user < 11; ++user) pairs.push_back({user, 1});
    const InteractionMatrix matrix = *make_interaction_matrix(pairs, 11, 3);
    SimilarItemsOptions options;
    options.shrinkage = 0;
    options.popularity_discount = 0;
    CHECK(train_similar_items(matrix, options)->items_of(0)[0] == 1);
    options.popularity_discount = 1;
    const auto rare = train_similar_items(matrix, options);
    CHECK(rare->items_of(0)[0] == 2);
    CHECK(rare->similarities_of(0)[0] == 1);
    options.shrinkage = 100;
    CHECK(train_similar_items(matrix, options)->similarities_of(0)[0] < 0.02);
  }

  TEST_CASE("pairs that too few users share are left out") {
    const InteractionMatrix matrix = *make_interaction_matrix({{0, 0}, {0, 1}, {1, 0}, {1, 1}, {2, 0}, {2, 2}}, 3, 3);
    SimilarItemsOptions options;
    options.min_shared = 2;
    const auto similar = train_similar_items(matrix, options);
    REQUIRE(similar);
    CHECK(similar->item == std::vector<ItemIndex>{1, 0});
    CHECK(similar->items_of(2).empty());
  }

  TEST_CASE("items that share no user, and the smallest problems, have empty lists") {
    const auto lists = [](std::vector<UserItem> pairs, std::uint32_t users, std::uint32_t items) {
      const auto similar = train_similar_items(*make_interaction_matrix(std::move(pairs), users, items), {});
      REQUIRE(similar);
      CHECK(similar->n_items() == items);
      return similar->item;
    };
    CHECK(lists({}, 0, 0).empty());
    CHECK(lists({}, 2, 3).empty());
    CHECK(lists({{0, 0}}, 1, 1).empty());
    CHECK(lists({{0, 0}, {1, 2}}, 2, 3).empty());
    CHECK(lists({{0, 0}, {0, 2}}, 1, 4) == std::vector<ItemIndex>{2, 0});
  }

  TEST_CASE("options outside their range and broken matrices are refused") {
    const InteractionMatrix matrix;
    SimilarItemsOptions options;
    options.popularity_discount = 1.5;
    CHECK(train_similar_items(matrix, options).error().message ==
          "similar-items options: expected popularity_discount from 0 to 1, got 1.5");
    options = {};
    options.shrinkage = std::numeric_limits<double>::infinity();
    CHECK(!train_similar_items(matrix, options));
    options = {};
    options.neighbors = 0;
    CHECK(!train_similar_items(matrix, options));
    options = {};
    options.user_exponent = -1;
    CHECK(!train_similar_items(matrix, options));
    CHECK(!train_similar_items({{0, 2}, {1, 0}, 2}, {}));
  }
}
