#include "domain/portable_exp.h"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <random>

namespace pocketrec {

TEST_SUITE("portable exp") {
  TEST_CASE("agrees with the library's to a few units of the last place") {
    std::mt19937 random(3);
    std::uniform_real_distribution<double> wide(-700, 700);
    std::uniform_real_distribution<double> near(-2, 2);
    for (int i = 0; i < 20'000; ++i) {
      const double x = i % 2 == 0 ? wide(random) : near(random);
      CAPTURE(x);
      const double expected = std::exp(x);
      CHECK(std::abs(portable_exp(x) - expected) <= 4e-15 * expected);
    }
  }
  TEST_CASE("has the same bits one by one and several at a time") {
    std::mt19937 random(4);
    std::uniform_real_distribution<double> wide(-800, 720);
    for (int i = 0; i < 5'000; ++i) {
      std::array<double, kExpLanes> numbers;
      for (double& number : numbers) number = wide(random);
      numbers[random() % kExpLanes] = i % 2 == 0 ? 0.0 : -1e300;
      const std::array<double, kExpLanes> before = numbers;
      portable_exps(numbers);
      for (std::size_t lane = 0; lane < kExpLanes; ++lane) CHECK(numbers[lane] == portable_exp(before[lane]));
    }
  }
  TEST_CASE("is exact at zero, zero far below it, and never descends") {
    CHECK(portable_exp(0) == 1);
    CHECK(portable_exp(-746) == 0);
    CHECK(portable_exp(-1e300) == 0);
    CHECK(portable_exp(-744) > 0);
    double before = 0;
    for (double x = -760; x < 700; x += 0.25) {
      const double now = portable_exp(x);
      CHECK(now >= before);
      before = now;
    }
  }
}

}  // namespace pocketrec
