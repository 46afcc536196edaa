#include "scoring/softmax.h"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <random>
#include <vector>

#include "fixed.h"

namespace pocketrec {

TEST_SUITE("softmax") {
  TEST_CASE("sums to one, keeps the order of scores and matches the formula") {
    std::mt19937 random(5);
    for (int round = 0; round < 200; ++round) {
      CAPTURE(round);
      const double scale = static_cast<double>(random() % 50) / 5;
      std::vector<Score> scores;
      for (std::size_t i = 1 + random() % 50; i > 0; --i) {
        scores.push_back(fixed((static_cast<double>(random() % 2001) - 1000) / 100));
      }
      const auto shares = softmax(scores, scale);
      REQUIRE(shares.size() == scores.size());
      CHECK(std::accumulate(shares.begin(), shares.end(), 0.0) == doctest::Approx(1).epsilon(1e-12));
      double total = 0;
      for (const Score score : scores) total += std::exp(scale * std::ldexp(static_cast<double>(score), -40));
      for (std::size_t i = 0; i < scores.size(); ++i) {
        const double exact = std::exp(scale * std::ldexp(static_cast<double>(scores[i]), -40)) / total;
        CHECK(std::abs(shares[i] - exact) <= 1e-9 * exact);
        if (scores[i] > scores[0]) CHECK(shares[i] >= shares[0]);
      }
    }
  }
  TEST_CASE("gives nothing for nothing, all to one score, and equal shares at scale zero") {
    CHECK(softmax({}, 1).empty());
    CHECK(softmax(std::vector<Score>{fixed(-3)}, 1) == std::vector<double>{1});
    CHECK(softmax(std::vector<Score>{fixed(5), fixed(-5)}, 0) == std::vector<double>{0.5, 0.5});
  }
  TEST_CASE("stays finite at the largest scale and far-apart scores") {
    const auto shares = softmax(std::vector<Score>{Score{1} << 60, -(Score{1} << 60), 0}, 1e6);
    CHECK(shares == std::vector<double>{1, 0, 0});
  }
}

}  // namespace pocketrec
