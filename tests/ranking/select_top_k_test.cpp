#include "ranking/select_top_k.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <vector>

namespace pocketrec {
namespace {

// The slow, obvious way.
std::vector<ScoredItem> sort_all(const std::vector<Score>& scores, const ItemMask& allowed, std::size_t k) {
  std::vector<ScoredItem> all;
  for (ItemIndex item = 0; item < scores.size(); ++item) {
    if (allowed.contains(item)) all.push_back({item, scores[item]});
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
  if (all.size() > k) all.resize(k);
  return all;
}

}  // namespace

TEST_SUITE("select top k") {
  TEST_CASE("gives what sorting everything gives, with ties and masks of every density") {
    std::mt19937 random(20261124);
    for (int round = 0; round < 600; ++round) {
      CAPTURE(round);
      const std::size_t size = random() % 150;
      const std::size_t distinct = 1 + random() % 40;  // few distinct scores make many ties
      const std::size_t density = random() % 5;        // 0 allows nothing, 4 everything
      std::vector<Score> scores;
      ItemMask allowed(size);
      for (ItemIndex item = 0; item < size; ++item) {
        scores.push_back(static_cast<Score>(random() % distinct) - 10);
        if (random() % 4 < density) allowed.insert(item);
      }
      for (const std::size_t k : {std::size_t{0}, std::size_t{1}, std::size_t{7}, size, size + 10}) {
        CHECK(select_top_k(scores, allowed, k) == sort_all(scores, allowed, k));
      }
    }
  }
  TEST_CASE("gives the same of touched and untouched items together") {
    std::mt19937 random(20261125);
    Scores sparse;
    for (int round = 0; round < 600; ++round) {
      CAPTURE(round);
      const std::size_t size = 1 + random() % 150;
      const std::size_t distinct = 1 + random() % 40;
      const std::size_t density = random() % 5;
      BaseScores base;
      ItemMask allowed(size);
      for (ItemIndex item = 0; item < size; ++item) {
        base.values.push_back(static_cast<Score>(random() % distinct));
        if (random() % 4 < density) allowed.insert(item);
      }
      for (const ScoredItem& item : sort_all(base.values, ItemMask(size, true), size)) base.order.push_back(item.item);
      sparse.start(base);
      for (std::size_t i = random() % (2 * size); i > 0; --i) {
        sparse.add(static_cast<ItemIndex>(random() % size), static_cast<Score>(random() % distinct) - 20);
      }
      const std::vector<Score> dense(sparse.begin(), sparse.end());
      for (const std::size_t k : {std::size_t{0}, std::size_t{1}, std::size_t{7}, size, size + 10}) {
        CHECK(select_top_k(sparse, allowed, k) == sort_all(dense, allowed, k));
      }
    }
  }
  TEST_CASE("puts the lower row first where scores are equal") {
    const std::vector<Score> scores(5, 3);
    CHECK(select_top_k(scores, ItemMask(5, true), 2) == std::vector<ScoredItem>{{0, 3}, {1, 3}});
  }
  TEST_CASE("takes the extremes of the score's type") {
    const std::vector<Score> scores = {std::numeric_limits<Score>::min(), 0, std::numeric_limits<Score>::max()};
    const auto best = select_top_k(scores, ItemMask(3, true), 3);
    REQUIRE(best.size() == 3);
    CHECK(best[0].item == 2);
    CHECK(best[2].item == 0);
  }
}

}  // namespace pocketrec
