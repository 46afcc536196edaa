#include "datasets/number_buckets.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <random>

using namespace pocketrec;

TEST_SUITE("number buckets") {
  TEST_CASE("have about as many numbers each, whatever the scale, and close numbers share one") {
    std::vector<double> numbers;
    for (int i = 0; i < 800; ++i) numbers.push_back(i * i * 0.5 - 1000);
    std::shuffle(numbers.begin(), numbers.end(), std::mt19937(4));
    const NumberBuckets buckets(numbers);
    std::map<std::uint32_t, int> counts;
    for (const double number : numbers) {
      for (const std::uint32_t value : buckets.of(number)) {
        CHECK(value < NumberBuckets::kValues);
        ++counts[value];
      }
    }
    CHECK(counts.size() == NumberBuckets::kValues);
    for (std::uint32_t value = 0; value < 8; ++value) CHECK(counts[value] == 100);
    for (std::uint32_t value = 9; value < 16; ++value) CHECK(counts[value] == 100);
    std::sort(numbers.begin(), numbers.end());
    for (std::size_t i = 0; i + 49 < numbers.size(); ++i) {
      const auto a = buckets.of(numbers[i]);
      const auto b = buckets.of(numbers[i + 49]);
      CHECK((a[0] == b[0] || a[1] == b[1]));
    }
  }

  TEST_CASE("equal numbers share both, and numbers outside are those of the ends") {
    const NumberBuckets buckets({3, 3, 3, 3, 9});
    CHECK(buckets.of(3) == std::array<std::uint32_t, 2>{3, 11});
    CHECK(buckets.of(9) == std::array<std::uint32_t, 2>{7, 15});
    CHECK(buckets.of(-1e300) == std::array<std::uint32_t, 2>{0, 8});
    CHECK(buckets.of(1e300) == std::array<std::uint32_t, 2>{7, 16});
    CHECK(NumberBuckets({}).empty());
  }
}
