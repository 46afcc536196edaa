#include "training/attribute_model.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <vector>

using namespace pocketrec;

namespace {

AttributeWeights trained(std::vector<AttributeEvent> events, std::size_t n_values,
                         const std::vector<std::uint32_t>& counts, double shrinkage, unsigned items = 200) {
  const auto weights = train_attribute_model(std::move(events), n_values, counts, {shrinkage, items});
  if (!weights) FAIL(weights.error().message);
  return *weights;
}

}  // namespace

TEST_SUITE("attribute model") {
  TEST_CASE("is the difference of shares, by hand") {
    // Ten events: six of item 0, four of item 1. Value 1 has four of them, of two users: one and three.
    const std::vector<AttributeEvent> events = {{1, 1, 7}, {1, 0, 7}, {1, 1, 8}, {1, 1, 7}};
    const AttributeWeights weights = trained(events, 3, {6, 4, 0}, 2);
    // Trust 2 / (2 + 2), shares 1/4 − 6/10 and 3/4 − 4/10, in units of 6/10.
    CHECK(weights.begin == std::vector<std::uint32_t>{0, 0, 2, 2});
    CHECK(weights.item == std::vector<ItemIndex>{0, 1});
    CHECK(weights.score[0] == doctest::Approx(0.5 * (0.25 - 0.6) / 0.6));
    CHECK(weights.score[1] == doctest::Approx(0.5 * (0.75 - 0.4) / 0.6));
  }

  TEST_CASE("added to popularity is the popularity among those with the value, without shrinkage") {
    const std::vector<AttributeEvent> events = {{0, 2, 1}, {0, 2, 2}, {0, 0, 1}, {0, 1, 3}};
    const std::vector<std::uint32_t> counts = {8, 4, 4};
    const AttributeWeights weights = trained(events, 1, counts, 0);
    REQUIRE(weights.item.size() == 2);  // item 0: 1/4 − 1/2; item 1: 1/4 − 1/4, nothing to keep; item 2: 1/2 − 1/4
    CHECK(weights.item == std::vector<ItemIndex>{0, 2});
    CHECK(8.0 / 8 + weights.score[0] == doctest::Approx(0.25 / 0.5));
    CHECK(4.0 / 8 + weights.score[1] == doctest::Approx(0.5 / 0.5));
  }

  TEST_CASE("keeps what is largest in size, and does not mind the order of events") {
    std::mt19937 random(3);
    std::vector<AttributeEvent> events;
    std::vector<std::uint32_t> counts(30, 0);
    for (std::uint32_t i = 0; i < 400; ++i) {
      const AttributeEvent event{static_cast<std::uint32_t>(random() % 4), static_cast<ItemIndex>(random() % 30),
                                 static_cast<std::uint32_t>(random() % 20)};
      events.push_back(event);
      ++counts[event.item];
    }
    const AttributeWeights whole = trained(events, 4, counts, 10, 1000);
    const AttributeWeights few = trained(events, 4, counts, 10, 5);
    for (std::size_t row = 0; row < 4; ++row) {
      std::vector<float> sizes;
      for (std::size_t i = whole.begin[row]; i < whole.begin[row + 1]; ++i) sizes.push_back(std::abs(whole.score[i]));
      std::sort(sizes.rbegin(), sizes.rend());
      REQUIRE(few.begin[row + 1] - few.begin[row] == 5);
      for (std::size_t i = few.begin[row]; i < few.begin[row + 1]; ++i) CHECK(std::abs(few.score[i]) >= sizes[4]);
    }
    std::shuffle(events.begin(), events.end(), random);
    const AttributeWeights again = trained(events, 4, counts, 10, 1000);
    CHECK(again.item == whole.item);
    CHECK(again.score == whole.score);
  }

  TEST_CASE("of no events is no scores") {
    CHECK(trained({}, 2, {0, 0}, 10).begin == std::vector<std::uint32_t>{0, 0, 0});
    CHECK(trained({}, 0, {}, 10).begin == std::vector<std::uint32_t>{0});
  }
}
