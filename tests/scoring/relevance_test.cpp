#include "scoring/relevance.h"

#include <doctest/doctest.h>

namespace pocketrec {
namespace {

constexpr Score kWhole = Score{1} << kScoreFractionBits;

}  // namespace

TEST_SUITE("relevance") {
  TEST_CASE("by likelihood is the share of the softmax beside the best") {
    const Relevance relevance = Relevance::by_likelihood(2, 3 * kWhole);
    CHECK(relevance(3 * kWhole) == kFullShare);
    CHECK(relevance(2 * kWhole) == 141'909);  // e^-2 × 2^20
    CHECK(relevance(-(Score{1} << 56)) == 0);
  }

  TEST_CASE("by ratio is the part of the best") {
    const Relevance relevance = Relevance::by_ratio(4 * kWhole);
    CHECK(relevance(4 * kWhole) == kFullShare);
    CHECK(relevance(kWhole) == kFullShare / 4);
    CHECK(relevance(0) == 0);
    CHECK(relevance(-kWhole) == 0);
  }

  TEST_CASE("the best has all of it, also below 0") {
    CHECK(Relevance::by_ratio(-kWhole)(-kWhole) == kFullShare);
    CHECK(Relevance::by_ratio(-kWhole)(-2 * kWhole) == 0);
    CHECK(Relevance::by_likelihood(1, -kWhole)(-kWhole) == kFullShare);
  }
}

}  // namespace pocketrec
