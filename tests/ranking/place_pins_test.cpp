#include "ranking/place_pins.h"

#include <doctest/doctest.h>

#include <vector>

namespace pocketrec {

TEST_SUITE("place pins") {
  TEST_CASE("pins stand at their positions, and others keep their order") {
    CHECK(place_pins<int>({1, 2, 3}, {{1, 10}, {3, 30}}) == std::vector<int>{10, 1, 30, 2, 3});
    CHECK(place_pins<int>({1, 2}, {}) == std::vector<int>{1, 2});
  }

  TEST_CASE("a position behind the end is the end") {
    CHECK(place_pins<int>({1}, {{5, 50}, {9, 90}}) == std::vector<int>{1, 50, 90});
    CHECK(place_pins<int>({}, {{2, 20}}) == std::vector<int>{20});
  }
}

}  // namespace pocketrec
