#include "training/log_likelihood.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>

#include "training/normalized_interactions.h"

using namespace pocketrec;

namespace {

// The formula of the header, cell by cell.
double reference(double both, double row, double column, double total) {
  const double observed[2][2] = {{both, row - both}, {column - both, total - row - column + both}};
  const double rows[2] = {row, total - row};
  const double columns[2] = {column, total - column};
  double sum = 0;
  for (int r = 0; r < 2; ++r) {
    for (int c = 0; c < 2; ++c) {
      if (observed[r][c] > 0) sum += observed[r][c] * std::log(observed[r][c] * total / (rows[r] * columns[c]));
    }
  }
  return 2 * sum;
}

}  // namespace

TEST_SUITE("log-likelihood ratio") {
  TEST_CASE("is Dunning's: the first row of table 3 of the paper") {
    // "the swiss": 110 together, 2442 with the first word only, 111 with the second only, 29114 with neither.
    CHECK(log_likelihood_ratio(110, 110 + 2442, 110 + 111, 110 + 2442 + 111 + 29114) ==
          doctest::Approx(270.72).epsilon(1e-4));
  }
  TEST_CASE("is the formula for every table of a small total") {
    for (std::uint64_t total = 0; total <= 9; ++total) {
      for (std::uint64_t row = 0; row <= total; ++row) {
        for (std::uint64_t column = 0; column <= total; ++column) {
          for (std::uint64_t both = 0; both <= std::min(row, column); ++both) {
            if (row + column - both > total) continue;
            CAPTURE(both);
            CAPTURE(row);
            CAPTURE(column);
            CAPTURE(total);
            const double expected = reference(static_cast<double>(both), static_cast<double>(row),
                                              static_cast<double>(column), static_cast<double>(total));
            CHECK(std::abs(log_likelihood_ratio(both, row, column, total) - expected) < 1e-12);
          }
        }
      }
    }
  }
  TEST_CASE("is 0 where things are independent, also for large counts") {
    CHECK(log_likelihood_ratio(100'000, 1'000'000, 1'000'000, 10'000'000) < 1e-6);
    CHECK(log_likelihood_ratio(0, 0, 0, 0) == 0);
  }
}
