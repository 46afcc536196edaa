#include "recipes/factors.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "recipes/build_model.h"
#include "training/reference.h"

using namespace pocketrec;

namespace {

ImplicitFactors some_factors(std::size_t items, std::size_t dimensions) {
  return {first_item_factors(items, dimensions, 5), 1.5};
}

TrainingData random_watches() {
  TrainingData data;
  data.event_types = {"watch"};
  data.fingerprint = "some";
  for (std::uint32_t item = 0; item < 30; ++item) data.items.ids.push_back(std::to_string(100 + item));
  for (std::uint32_t user = 0; user < 40; ++user) data.users.ids.push_back(std::to_string(100 + user));
  const InteractionMatrix matrix = test::random_matrix(40, 30, 300, 71);
  for (std::uint32_t user = 0; user < 40; ++user) {
    for (const ItemIndex item : matrix.items_of(user)) {
      data.user.push_back(user);
      data.item.push_back(item);
      data.event_type.push_back(0);
      data.time.push_back(static_cast<std::int64_t>(data.time.size()));
      data.value.push_back(std::nanf(""));
    }
  }
  return data;
}

}  // namespace

TEST_SUITE("factor recipe") {
  TEST_CASE("every entry is rounded to half a step, and the largest of a row takes all steps") {
    const ImplicitFactors factors = some_factors(40, 9);
    const auto contents = quantized_factors("x", factors, {});
    REQUIRE(contents);
    REQUIRE(contents->values.size() == 360);
    REQUIRE(contents->scales.size() == 40);
    for (std::size_t item = 0; item < 40; ++item) {
      const double step = std::ldexp(contents->scales[item], -28);
      int most = 0;
      for (std::size_t k = 0; k < 9; ++k) {
        const int value = contents->values[item * 9 + k];
        CHECK(std::fabs(value * step - static_cast<double>(factors.items.row(item)[k])) <= step / 2);
        most = std::max(most, std::abs(value));
      }
      CHECK(most == 127);
    }
  }

  TEST_CASE("the Gram matrix is that of the rounded vectors") {
    const ImplicitFactors factors = some_factors(40, 5);
    ImplicitAlsOptions options;
    options.unobserved_weight = 0.5;
    const auto contents = quantized_factors("x", factors, options);
    REQUIRE(contents);
    for (std::size_t i = 0; i < 5; ++i) {
      for (std::size_t j = 0; j < 5; ++j) {
        double sum = 0;
        for (std::size_t item = 0; item < 40; ++item) {
          const double step = std::ldexp(contents->scales[item], -28);
          sum += contents->values[item * 5 + i] * step * contents->values[item * 5 + j] * step;
        }
        CHECK(static_cast<double>(contents->gram[i * 5 + j]) == doctest::Approx(sum / 2).epsilon(1e-5).scale(0.01));
      }
    }
    CHECK(contents->unobserved == 1.5);
    CHECK(contents->regularization == options.regularization);
  }

  TEST_CASE("a zero row stays zero, and entries without a place in the file are refused") {
    ImplicitFactors factors = some_factors(3, 2);
    std::fill_n(factors.items.row(1), 2, 0.0F);
    const auto contents = quantized_factors("x", factors, {});
    REQUIRE(contents);
    CHECK(contents->scales[1] == 0);
    CHECK(contents->values[2] == 0);
    CHECK(contents->values[3] == 0);
    for (const float wrong : {127.5F, -128.0F, HUGE_VALF, std::nanf("")}) {
      factors.items.row(2)[1] = wrong;
      const auto refused = quantized_factors("x", factors, {});
      REQUIRE_FALSE(refused);
      CHECK(refused.error().message == "x: expected entries up to 127, got one beyond: raise factor_regularization");
    }
    factors.items.row(2)[1] = -127;
    CHECK(quantized_factors("x", factors, {})->scales[2] == 1U << 28);
  }

  TEST_CASE("a model has factors where the settings ask for them") {
    const TrainingData data = random_watches();
    std::vector<std::uint32_t> rows(data.item.size());
    std::iota(rows.begin(), rows.end(), 0U);
    ModelSettings settings;
    const auto none = build_model(data, rows, "all", settings, {});
    REQUIRE(none);
    CHECK(none->factors.empty());
    REQUIRE(set(settings, "factors=8"));
    REQUIRE(set(settings, "blend=item-to-item:1,factors:0.25"));
    const auto some = build_model(data, rows, "all", settings, {});
    REQUIRE(some);
    REQUIRE(some->factors.size() == 1);
    CHECK(some->factors[0].dimensions == 8);
    for (const Recommender& recommender : some->recommenders) {
      const auto part = std::find_if(recommender.parts.begin(), recommender.parts.end(),
                                     [](const ScorePart& entry) { return entry.kind == ScorePart::Kind::factors; });
      const bool for_users = recommender.name == "user-personalization" || recommender.name == "personalized-ranking" ||
                             recommender.name == "top-picks" || recommender.name == "recommended-for-you";
      REQUIRE((part != recommender.parts.end()) == for_users);
      if (for_users) CHECK(part->weight == 0.25);
    }
  }
}
