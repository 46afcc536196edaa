#include "training/implicit_als.h"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "reference.h"

using namespace pocketrec;

namespace {

ImplicitAlsOptions als_options(unsigned dimensions, unsigned sweeps) {
  ImplicitAlsOptions options;
  options.dimensions = dimensions;
  options.unobserved_weight = 0.05;
  options.regularization = 0.02;
  options.exponent = 0.9;
  options.sweeps = sweeps;
  options.threads = 2;
  return options;
}

std::uint64_t checksum(const ImplicitFactors& factors) {
  std::uint64_t sum = 14695981039346656037U;
  for (std::size_t row = 0; row < factors.items.rows(); ++row) {
    for (std::size_t k = 0; k < factors.items.dimensions(); ++k) {
      sum = (sum ^ std::bit_cast<std::uint32_t>(factors.items.row(row)[k])) * 1099511628211U;
    }
  }
  return (sum ^ std::bit_cast<std::uint64_t>(factors.unobserved)) * 1099511628211U;
}

// The loss of the header, term by term, with the users' vectors that are best for these items.
double loss(const InteractionMatrix& matrix, const ImplicitFactors& factors, const ImplicitAlsOptions& options) {
  const NormalizedInteractions interactions = normalize_interactions(matrix, 0, 0);
  FactorRows items(interactions.n_items(), options.dimensions);
  for (std::size_t i = 0; i < items.rows(); ++i) {
    for (std::size_t k = 0; k < options.dimensions; ++k) {
      items.row(i)[k] = factors.items.row(interactions.original_item[i])[k];
    }
  }
  const AlsWeights weights{options.unobserved_weight, options.regularization, options.exponent};
  FactorRows users(interactions.n_users(), options.dimensions);
  half_sweep(interactions.items_of_user, items, weights, users, 1, nullptr);
  const auto product = [&](const float* a, const float* b) {
    double sum = 0;
    for (std::size_t k = 0; k < options.dimensions; ++k) sum += static_cast<double>(a[k]) * static_cast<double>(b[k]);
    return sum;
  };
  double sum = 0;
  for (std::size_t u = 0; u < users.rows(); ++u) {
    for (std::size_t i = 0; i < items.rows(); ++i) {
      const double score = product(users.row(u), items.row(i));
      sum += options.unobserved_weight * score * score;
    }
    for (const std::uint32_t i : interactions.items_of_user[u]) {
      const double rest = 1 - product(users.row(u), items.row(i));
      sum += rest * rest;
    }
    sum += weights.ridge(interactions.items_of_user[u].size(), items.rows()) * product(users.row(u), users.row(u));
  }
  for (std::size_t i = 0; i < items.rows(); ++i) {
    sum += weights.ridge(interactions.users_of_item[i].size(), users.rows()) * product(items.row(i), items.row(i));
  }
  return sum;
}

}  // namespace

TEST_SUITE("implicit ALS") {
  TEST_CASE("the loss falls with every sweep") {
    const InteractionMatrix matrix = test::random_matrix(80, 50, 900, 61);
    double before = 1e300;
    for (const unsigned sweeps : {1U, 2U, 3U, 5U, 10U, 30U}) {
      CAPTURE(sweeps);
      const ImplicitAlsOptions options = als_options(12, sweeps);
      const auto factors = train_implicit_als(matrix, options);
      REQUIRE(factors);
      const double now = loss(matrix, *factors, options);
      CHECK(now < before);
      before = now;
    }
    // Zero vectors have a loss of 1 a pair.
    CHECK(before < 0.8 * static_cast<double>(matrix.item.size()));
  }

  TEST_CASE("vectors of observed pairs lie closer than those of others") {
    // Two groups of users with items of their own.
    std::mt19937 random(60);
    std::vector<UserItem> pairs;
    for (std::uint32_t user = 0; user < 40; ++user) {
      for (ItemIndex item = 0; item < 20; ++item) {
        if (random() % 4 != 0) pairs.push_back({user, item + (user % 2) * 20});
      }
    }
    const auto factors = train_implicit_als(*make_interaction_matrix(pairs, 40, 40), als_options(2, 15));
    REQUIRE(factors);
    const auto product = [&](std::size_t a, std::size_t b) {
      double sum = 0;
      for (std::size_t k = 0; k < 2; ++k) {
        sum += static_cast<double>(factors->items.row(a)[k]) * static_cast<double>(factors->items.row(b)[k]);
      }
      return sum;
    };
    for (std::size_t item = 1; item < 20; ++item) {
      CHECK(product(0, item) > 10 * std::fabs(product(0, item + 20)));
      CHECK(product(20, item + 20) > 10 * std::fabs(product(20, item)));
    }
  }

  TEST_CASE("any number of threads gives the same bytes, another seed others") {
    const InteractionMatrix matrix = test::random_matrix(300, 200, 5000, 62);
    ImplicitAlsOptions options = als_options(20, 3);
    options.threads = 1;
    const auto one = train_implicit_als(matrix, options);
    REQUIRE(one);
    for (const unsigned threads : {2U, 4U}) {
      options.threads = threads;
      CHECK(checksum(*train_implicit_als(matrix, options)) == checksum(*one));
    }
    options.seed = 2;
    CHECK(checksum(*train_implicit_als(matrix, options)) != checksum(*one));
  }

  TEST_CASE("every x86-64 gives these bytes") {
    const InteractionMatrix matrix = test::random_matrix(200, 150, 3000, 63);
    CHECK(checksum(*train_implicit_als(matrix, als_options(19, 4))) == 6101850394336933321U);
    CHECK(checksum({first_item_factors(50, 33, 7), 0}) == 11290707256090194088U);
  }

  TEST_CASE("first vectors have the deviation that the header tells") {
    const FactorRows rows = first_item_factors(2000, 16, 3);
    double sum = 0;
    double squares = 0;
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      for (std::size_t k = 0; k < 16; ++k) {
        const double value = static_cast<double>(rows.row(row)[k]);
        sum += value;
        squares += value * value;
      }
    }
    CHECK(std::fabs(sum / 32'000) < 0.001);
    CHECK(std::sqrt(squares / 32'000) == doctest::Approx(0.1 / 4).epsilon(0.02));
  }

  TEST_CASE("items and users without interactions change nothing for the others") {
    const InteractionMatrix dense = test::random_matrix(60, 30, 500, 64);
    std::vector<UserItem> spread;
    for (std::uint32_t user = 0; user < 60; ++user) {
      for (ItemIndex item : dense.items_of(user)) spread.push_back({user * 2 + 1, item * 3 + 2});
    }
    const auto expected = train_implicit_als(dense, als_options(6, 3));
    const auto factors = train_implicit_als(*make_interaction_matrix(spread, 150, 100), als_options(6, 3));
    REQUIRE(factors);
    CHECK(factors->unobserved == expected->unobserved);
    for (std::size_t item = 0; item < 100; ++item) {
      for (std::size_t k = 0; k < 6; ++k) {
        const bool known = item % 3 == 2 && item / 3 < 30;
        CHECK(factors->items.row(item)[k] == (known ? expected->items.row(item / 3)[k] : 0.0F));
      }
    }
  }

  TEST_CASE("the smallest problems have sound results") {
    for (const auto& [users, items, pairs] : {std::tuple<std::uint32_t, std::uint32_t, std::vector<UserItem>>{0, 0, {}},
                                              {3, 2, {}},
                                              {1, 1, {{0, 0}}},
                                              {2, 3, {{0, 2}, {1, 2}}}}) {
      const auto factors = train_implicit_als(*make_interaction_matrix(pairs, users, items), als_options(3, 2));
      REQUIRE(factors);
      REQUIRE(factors->items.rows() == items);
      for (std::size_t item = 0; item < items; ++item) {
        for (std::size_t k = 0; k < 3; ++k) CHECK(std::isfinite(factors->items.row(item)[k]));
      }
    }
  }

  TEST_CASE("options out of range and broken matrices are refused") {
    const InteractionMatrix matrix = test::random_matrix(5, 5, 9, 65);
    const auto refusal = [&](auto change) {
      ImplicitAlsOptions options;
      change(options);
      const auto factors = train_implicit_als(matrix, options);
      REQUIRE_FALSE(factors);
      CHECK(factors.error().code == ErrorCode::invalid_input);
      return factors.error().message;
    };
    CHECK(refusal([](auto& o) { o.dimensions = 0; }) ==
          "implicit ALS options: expected dimensions from 1 to 512, got 0");
    CHECK(refusal([](auto& o) { o.dimensions = 513; }) ==
          "implicit ALS options: expected dimensions from 1 to 512, got 513");
    CHECK(refusal([](auto& o) { o.unobserved_weight = 0; }) ==
          "implicit ALS options: expected unobserved_weight from 1e-06 to 10, got 0");
    CHECK(refusal([](auto& o) { o.regularization = std::nan(""); }) ==
          "implicit ALS options: expected regularization from 1e-06 to 1000, got nan");
    CHECK(refusal([](auto& o) { o.exponent = 2.5; }) == "implicit ALS options: expected exponent from 0 to 2, got 2.5");
    CHECK(refusal([](auto& o) { o.sweeps = 0; }) == "implicit ALS options: expected sweeps from 1 to 1000, got 0");
    CHECK_FALSE(train_implicit_als(InteractionMatrix{{0, 1}, {7}, 3}, {}));
  }

  TEST_CASE("progress runs to the end") {
    ImplicitAlsOptions options = als_options(3, 2);
    options.threads = 1;
    std::size_t last = 0;
    std::size_t all = 0;
    options.progress = [&](std::string_view stage, std::size_t done, std::size_t total) {
      CHECK(stage == "factors");
      CHECK(done > last);
      last = done;
      all = total;
    };
    REQUIRE(train_implicit_als(test::random_matrix(50, 30, 300, 66), options));
    CHECK(last == all);
    CHECK(all == 2 * (7 + 4));
  }
}
