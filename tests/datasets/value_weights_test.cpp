#include "datasets/value_weights.h"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace pocketrec;

TEST_SUITE("weights of metadata values") {
  TEST_CASE("rare values count more, and words that many have nothing") {
    const std::vector<std::size_t> items_with = {0, 5, 40, 4, 5};
    const std::vector<double> weights = idf_weights(items_with, 40, 3, 3);
    REQUIRE(weights.size() == 5);
    CHECK(weights[0] == 0);
    CHECK(weights[1] == doctest::Approx(std::pow(std::log(8.0), 3)));
    CHECK(weights[2] == 0);
    CHECK(weights[3] == doctest::Approx(std::pow(std::log(10.0), 3)));
    CHECK(weights[4] == 0);
  }

  TEST_CASE("a record is like itself by 1, however many words it has") {
    ValueWeights weights{{4, 9, 1, 16, 0}, 2, 0.5};
    for (const std::vector<std::uint32_t>& values :
         {std::vector<std::uint32_t>{0}, {0, 1}, {2, 3}, {0, 2, 3}, {0, 1, 2, 3, 4}}) {
      const auto scale = weights.scale_of(values);
      double sum = 0;
      for (const std::uint32_t value : values) sum += weights.product(value, scale, scale);
      CHECK(sum == doctest::Approx(1));
      CHECK_FALSE(scale.is_zero());
    }
    CHECK(weights.scale_of(std::vector<std::uint32_t>{4}).is_zero());
    CHECK(weights.scale_of({}).is_zero());
    const auto one_word = weights.scale_of(std::vector<std::uint32_t>{0, 2});
    const auto two_words = weights.scale_of(std::vector<std::uint32_t>{0, 2, 3});
    CHECK(one_word.attributes == two_words.attributes);
    weights.word_weight = 0;
    CHECK(weights.scale_of(std::vector<std::uint32_t>{2}).is_zero());
    const auto without = weights.scale_of(std::vector<std::uint32_t>{0, 2});
    CHECK(without.attributes == doctest::Approx(0.5));
    CHECK(without.words == 0);
  }
}
