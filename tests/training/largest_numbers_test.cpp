#include "training/largest_numbers.h"

#include <doctest/doctest.h>

using namespace pocketrec;

TEST_SUITE("largest_numbers") {
  TEST_CASE("the largest magnitudes, of equal ones the lower numbers, ascending") {
    std::vector<std::uint64_t> keys = {magnitude_key(0.5F, 9), magnitude_key(-2, 7), magnitude_key(0.5F, 3),
                                       magnitude_key(0, 1)};
    std::vector<std::uint32_t> numbers = {42};
    take_largest(keys, 2, numbers);
    CHECK(numbers == std::vector<std::uint32_t>{3, 7});
  }

  TEST_CASE("all of them where there are no more than asked for") {
    std::vector<std::uint64_t> keys = {magnitude_key(1, 5), magnitude_key(0, 0xFFFF'FFFF)};
    std::vector<std::uint32_t> numbers;
    take_largest(keys, 2, numbers);
    CHECK(numbers == std::vector<std::uint32_t>{5, 0xFFFF'FFFF});
    keys.clear();
    take_largest(keys, 3, numbers);
    CHECK(numbers.empty());
  }
}
