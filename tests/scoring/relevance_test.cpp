#include "scoring/relevance.h"

#include <doctest/doctest.h>

namespace pocketrec {
namespace {

constexpr Score kOne = Score{1} << kScoreFractionBits;

}  // namespace

TEST_SUITE("relevance") {
  TEST_CASE("by likelihood is the share of the softmax beside the best") {
    const Relevance relevance = Relevance::by_likelihood(2, 3 * kOne);
    CHECK(relevance(3 * kOne) == kFullShare);
    CHECK(relevance(2 * kOne) == 141'909);  // e^-2 × 2^20
    CHECK(relevance(-(Score{1} << 56)) == 0);
  }

  TEST_CASE("by ratio is the part of the best") {
    const Relevance relevance = Relevance::by_ratio(4 * kOne);
    CHECK(relevance(4 * kOne) == kFullShare);
    CHECK(relevance(kOne) == kFullShare / 4);
    CHECK(relevance(0) == 0);
    CHECK(relevance(-kOne) == 0);
  }

  TEST_CASE("the best has all of it, also below 0") {
    CHECK(Relevance::by_ratio(-kOne)(-kOne) == kFullShare);
    CHECK(Relevance::by_ratio(-kOne)(-2 * kOne) == 0);
    CHECK(Relevance::by_likelihood(1, -kOne)(-kOne) == kFullShare);
  }
}

}  // namespace pocketrec
