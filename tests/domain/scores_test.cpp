#include "domain/scores.h"

#include <doctest/doctest.h>

#include <vector>

namespace pocketrec {
namespace {

using Items = std::vector<ItemIndex>;

std::vector<Score> all_of(const Scores& scores) {
  return {scores.begin(), scores.end()};
}

Items touched_of(const Scores& scores) {
  return {scores.touched().begin(), scores.touched().end()};
}

}  // namespace

TEST_SUITE("scores") {
  TEST_CASE("are the base scores and what was added, with each touched item once") {
    const BaseScores base{{10, 20, 30, 40}, {3, 2, 1, 0}};
    Scores scores;
    scores.start(base);
    CHECK(all_of(scores) == base.values);
    CHECK(scores.touched().empty());
    scores.add(2, -5);
    scores.add(0, 1);
    scores.add(2, 7);
    scores.touch(3);
    scores.touch(0);
    CHECK(all_of(scores) == std::vector<Score>{11, 20, 32, 40});
    CHECK(touched_of(scores) == Items{2, 0, 3});
    CHECK(scores.is_touched(3));
    CHECK_FALSE(scores.is_touched(1));
  }
  TEST_CASE("forget what was added, also when the catalogue is another one") {
    Scores scores;
    for (const std::size_t size : {4U, 2U, 6U, 0U, 6U}) {
      CAPTURE(size);
      BaseScores base;
      for (std::size_t item = 0; item < size; ++item) {
        base.values.push_back(static_cast<Score>(item));
        base.order.insert(base.order.begin(), static_cast<ItemIndex>(item));
      }
      scores.start(base);
      CHECK(scores.size() == size);
      CHECK(all_of(scores) == base.values);
      CHECK(scores.touched().empty());
      for (std::size_t item = 0; item < size; ++item) scores.add(static_cast<ItemIndex>(item), 100);
    }
  }
  TEST_CASE("of all touched items keep what was added before") {
    const BaseScores base{{1, 2, 3}, {2, 1, 0}};
    Scores scores;
    scores.start(base);
    scores.add(1, 50);
    CHECK(scores.touch_all().size() == 3);
    CHECK(touched_of(scores) == Items{1, 0, 2});
    CHECK(scores.touch_all().size() == 3);
    CHECK(all_of(scores) == std::vector<Score>{1, 52, 3});
  }
}

}  // namespace pocketrec
