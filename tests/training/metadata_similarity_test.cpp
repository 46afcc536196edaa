#include "training/metadata_similarity.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>
#include <vector>

using namespace pocketrec;

namespace {

using Values = std::vector<std::vector<std::uint32_t>>;

ItemValues values_of(const Values& values, std::uint32_t n_values) {
  IndexLists lists;
  for (const auto& of_item : values) {
    lists.index.insert(lists.index.end(), of_item.begin(), of_item.end());
    lists.begin.push_back(lists.index.size());
  }
  return {std::move(lists), n_values, n_values};
}

double cosine(const Values& values, std::size_t a, std::size_t b) {
  const auto weight = [&](std::uint32_t value) {
    const auto items = std::count_if(values.begin(), values.end(), [&](const auto& of_item) {
      return std::find(of_item.begin(), of_item.end(), value) != of_item.end();
    });
    return std::log(static_cast<double>(values.size()) / static_cast<double>(items));
  };
  const auto product = [&](std::size_t x, std::size_t y) {
    double sum = 0;
    for (const std::uint32_t value : values[x]) {
      if (std::find(values[y].begin(), values[y].end(), value) != values[y].end()) sum += weight(value) * weight(value);
    }
    return sum;
  };
  const double both = product(a, b);
  return both == 0 ? 0 : both / std::sqrt(product(a, a) * product(b, b));
}

Values random_values(std::size_t items, std::uint32_t n_values, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  Values values(items);
  for (auto& of_item : values) {
    for (std::uint32_t value = 0; value < n_values; ++value) {
      if (random() % (value + 2) == 0) of_item.push_back(value);
    }
  }
  return values;
}

}  // namespace

TEST_SUITE("metadata similarity") {
  TEST_CASE("is the cosine of values weighted by how few items have them") {
    const Values values = random_values(40, 12, 5);
    MetadataSimilarityOptions options;
    options.neighbors = 7;
    const std::vector<std::uint8_t> all(40, 1);
    const std::vector<std::uint32_t> nobody(40, 0);
    const auto similar = train_metadata_similarity(values_of(values, 12), all, nobody, options);
    REQUIRE(similar);
    for (std::size_t source = 0; source < 40; ++source) {
      std::vector<double> expected;
      for (std::size_t item = 0; item < 40; ++item) {
        if (item != source && cosine(values, source, item) > 0) expected.push_back(cosine(values, source, item));
      }
      std::sort(expected.rbegin(), expected.rend());
      const auto found = similar->similarities_of(source);
      REQUIRE(found.size() == std::min<std::size_t>(7, expected.size()));
      for (std::size_t i = 0; i < found.size(); ++i) {
        CHECK(static_cast<double>(found[i]) == doctest::Approx(expected[i]).epsilon(1e-6));
        CHECK(static_cast<double>(found[i]) ==
              doctest::Approx(cosine(values, source, similar->items_of(source)[i])).epsilon(1e-6));
      }
    }
  }
  TEST_CASE("puts items that are asked for more first among equals") {
    const Values values = {{0}, {0}, {0}, {0}, {1}};
    const std::vector<std::uint8_t> first = {1, 0, 0, 0, 0};
    const std::vector<std::uint32_t> users = {9, 2, 5, 2, 7};
    const auto similar = train_metadata_similarity(values_of(values, 2), first, users, {});
    REQUIRE(similar);
    CHECK(similar->item == std::vector<ItemIndex>{2, 1, 3});
    CHECK(similar->items_of(1).empty());
    CHECK(similar->n_items() == 5);
  }
  TEST_CASE("ignores values that every item has, and those of too many") {
    const std::vector<std::uint8_t> all(3, 1);
    const std::vector<std::uint32_t> users(3, 0);
    CHECK(train_metadata_similarity(values_of({{0}, {0}, {0}}, 1), all, users, {})->item.empty());
    MetadataSimilarityOptions options;
    options.most_items = 1;
    CHECK(train_metadata_similarity(values_of({{0}, {0}, {1}}, 2), all, users, options)->item.empty());
    CHECK(train_metadata_similarity({}, {}, {}, {})->n_items() == 0);
  }
  TEST_CASE("has the same bytes for any number of threads") {
    const Values values = random_values(300, 30, 9);
    const std::vector<std::uint8_t> all(300, 1);
    const std::vector<std::uint32_t> users(300, 0);
    MetadataSimilarityOptions options;
    options.threads = 1;
    const auto one = train_metadata_similarity(values_of(values, 30), all, users, options);
    REQUIRE(one);
    for (const unsigned threads : {2U, 4U}) {
      options.threads = threads;
      CHECK(*one == *train_metadata_similarity(values_of(values, 30), all, users, options));
    }
  }
  TEST_CASE("refuses options outside their range") {
    MetadataSimilarityOptions options;
    options.neighbors = 0;
    CHECK(train_metadata_similarity({}, {}, {}, options).error().message ==
          "metadata options: expected neighbors at least 1, got 0");
  }
}
