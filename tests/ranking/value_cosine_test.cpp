#include "ranking/value_cosine.h"

#include <doctest/doctest.h>

#include <vector>

namespace pocketrec {

TEST_SUITE("value cosine") {
  TEST_CASE("counts common values against the size of both") {
    using Values = std::vector<std::uint64_t>;
    CHECK(value_cosine(Values{1, 2, 7}, Values{1, 2, 7}) == kFullShare);
    CHECK(value_cosine(Values{1}, Values{2}) == 0);
    CHECK(value_cosine(Values{}, Values{2}) == 0);
    CHECK(value_cosine(Values{}, Values{}) == 0);
    CHECK(value_cosine(Values{1, 2, 3, 4}, Values{4}) == kFullShare / 2);
    CHECK(value_cosine(Values{4}, Values{1, 2, 3, 4}) == kFullShare / 2);
    CHECK(value_cosine(Values{1, 3}, Values{2, 3, 5, 8, 9, 10, 11, 12}) == kFullShare / 4);
  }
}

}  // namespace pocketrec
