#include "ranking/diversify.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <set>
#include <vector>

namespace pocketrec {
namespace {

const auto kAll = [](std::size_t) { return true; };
/// Entries of the same parity are alike.
const auto kParity = [](std::size_t a, std::size_t b) { return a % 2 == b % 2 ? kFullShare : Share{0}; };

}  // namespace

TEST_SUITE("diversify") {
  TEST_CASE("alternates between two kinds, the more relevant first") {
    const std::vector<Share> relevance = {kFullShare, kFullShare / 10 * 9, kFullShare / 10 * 8, kFullShare / 10 * 7};
    const auto evens_alike = [](std::size_t a, std::size_t b) { return a < 2 && b < 2 ? kFullShare : Share{0}; };
    CHECK(diversify(relevance, as_share(0.5), 4, evens_alike, kAll) == std::vector<std::size_t>{0, 2, 3, 1});
    CHECK(diversify(relevance, as_share(0.05), 4, evens_alike, kAll) == std::vector<std::size_t>{0, 1, 2, 3});
  }

  TEST_CASE("full diversity looks at likeness alone") {
    const std::vector<Share> relevance = {kFullShare, kFullShare / 2, kFullShare / 2, 0};
    CHECK(diversify(relevance, kFullShare, 3, kParity, kAll) == std::vector<std::size_t>{0, 1, 2});
  }

  TEST_CASE("without diversity it is the order of relevance, whatever is alike") {
    std::mt19937 random(11);
    for (int round = 0; round < 100; ++round) {
      std::vector<Share> relevance(random() % 40);
      for (Share& share : relevance) share = static_cast<Share>(random() % (kFullShare + 1));
      std::sort(relevance.rbegin(), relevance.rend());
      const std::size_t most = random() % 50;
      std::vector<std::size_t> expected(std::min(most, relevance.size()));
      std::iota(expected.begin(), expected.end(), std::size_t{0});
      CHECK(diversify(relevance, 0, most, kParity, kAll) == expected);
    }
  }

  TEST_CASE("is what the formula says, entry by entry") {
    std::mt19937 random(12);
    for (int round = 0; round < 100; ++round) {
      CAPTURE(round);
      const std::size_t size = 1 + random() % 20;
      std::vector<Share> relevance(size);
      for (Share& share : relevance) share = static_cast<Share>(random() % (kFullShare + 1));
      std::sort(relevance.rbegin(), relevance.rend());
      std::vector<std::vector<Share>> alike(size, std::vector<Share>(size));
      for (std::size_t a = 0; a < size; ++a) {
        for (std::size_t b = 0; b < a; ++b) alike[a][b] = alike[b][a] = static_cast<Share>(random() % (kFullShare + 1));
      }
      const Share diversity = static_cast<Share>(random() % (kFullShare + 1));
      const auto admits = [](std::size_t i) { return i % 5 != 1; };
      std::vector<std::size_t> expected;
      std::set<std::size_t> gone;
      while (gone.size() < size && expected.size() < 8) {
        std::size_t best = size;
        std::int64_t best_value = 0;
        for (std::size_t i = 0; i < size; ++i) {
          if (gone.contains(i)) continue;
          Share nearest = 0;
          for (const std::size_t other : expected) nearest = std::max(nearest, alike[i][other]);
          const std::int64_t value =
              std::int64_t{kFullShare - diversity} * relevance[i] - std::int64_t{diversity} * nearest;
          if (best == size || value > best_value) {
            best = i;
            best_value = value;
          }
        }
        gone.insert(best);
        if (admits(best)) expected.push_back(best);
      }
      const auto picked = diversify(
          relevance, diversity, 8, [&](std::size_t a, std::size_t b) { return alike[a][b]; }, admits);
      CHECK(picked == expected);
    }
  }
}

}  // namespace pocketrec
