#include "ranking/select_admitted.h"

#include <doctest/doctest.h>

#include <random>
#include <vector>

#include "ranking/select_top_k.h"

namespace pocketrec {

TEST_SUITE("select admitted") {
  TEST_CASE("is a walk down the whole ranking that stops when there are enough") {
    std::mt19937 random(3);
    for (int round = 0; round < 200; ++round) {
      CAPTURE(round);
      const std::size_t items = random() % 60;
      BaseScores base{std::vector<Score>(items, 0), {}};
      for (ItemIndex item = 0; item < items; ++item) base.order.push_back(item);
      Scores scores;
      scores.start(base);
      ItemMask allowed(items);
      for (ItemIndex item = 0; item < items; ++item) {
        if (random() % 2 == 0) scores.add(item, static_cast<Score>(random() % 10) - 5);
        if (random() % 4 != 0) allowed.insert(item);
      }
      const std::size_t most = random() % 8;
      const auto admits = [](const ScoredItem& entry) { return entry.item % 3 != 0; };
      std::vector<ScoredItem> expected;
      std::vector<ScoredItem> asked;
      for (const ScoredItem& entry : select_top_k(scores, allowed, items)) {
        if (expected.size() == most) break;
        asked.push_back(entry);
        if (admits(entry)) expected.push_back(entry);
      }
      std::vector<ScoredItem> really_asked;
      CHECK(select_admitted(scores, allowed, most, [&](const ScoredItem& entry) {
              really_asked.push_back(entry);
              return admits(entry);
            }) == expected);
      CHECK(really_asked == asked);
    }
  }
}

}  // namespace pocketrec
