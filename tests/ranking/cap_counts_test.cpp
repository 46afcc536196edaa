#include "ranking/cap_counts.h"

#include <doctest/doctest.h>

#include <vector>

namespace pocketrec {

TEST_SUITE("cap counts") {
  TEST_CASE("an item counts for each of its values, and the first full one is told") {
    CapCounts counts(2);
    const std::vector<std::uint64_t> drama = {1};
    const std::vector<std::uint64_t> both = {1, 2};
    counts.add(drama);
    CHECK(!counts.full_value(both));
    counts.add(both);
    CHECK(counts.full_value(both) == 1);
    CHECK(counts.full_value(drama) == 1);
    CHECK(!counts.full_value(std::vector<std::uint64_t>{2}));
  }

  TEST_CASE("an item without values is never full") {
    CapCounts counts(1);
    for (int i = 0; i < 5; ++i) {
      CHECK(!counts.full_value({}));
      counts.add({});
    }
  }
}

}  // namespace pocketrec
