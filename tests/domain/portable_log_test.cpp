#include "domain/portable_log.h"

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <initializer_list>

using namespace pocketrec;

TEST_SUITE("portable log") {
  TEST_CASE("is the logarithm to about 1e-15") {
    for (double x = 1e-12; x < 1e18; x *= 1.37) {
      CAPTURE(x);
      CHECK(portable_log(x) == doctest::Approx(std::log(x)).epsilon(1e-14).scale(0.01));
      CHECK(portable_log(1 / x) == doctest::Approx(-std::log(x)).epsilon(1e-14).scale(0.01));
    }
    CHECK(portable_log(1) == 0);
  }

  TEST_CASE("powers are the C library's to about 1e-13, and exact for the exponents 0 and 1") {
    for (const double base : {1e-6, 0.3, 1.0, 2.0, 437.25, 1e12}) {
      CAPTURE(base);
      CHECK(portable_pow(base, 0) == 1);
      CHECK(portable_pow(base, 1) == base);
      for (const double exponent : {-0.5, 0.25, 0.8, 2.0, 4.0}) {
        CAPTURE(exponent);
        CHECK(portable_pow(base, exponent) == doctest::Approx(std::pow(base, exponent)).epsilon(1e-12).scale(0));
      }
    }
  }

  TEST_CASE("every compiler and processor gives these bits") {
    std::uint64_t sum = 14695981039346656037U;
    for (double x = 1e-9; x < 1e9; x *= 1.7) {
      sum = (sum ^ std::bit_cast<std::uint64_t>(portable_log(x))) * 1099511628211U;
      sum = (sum ^ std::bit_cast<std::uint64_t>(portable_pow(x, 0.8))) * 1099511628211U;
    }
    CHECK(sum == 2043283972646260270U);
  }
}
