#include "training/symmetric_solver.h"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <vector>

using namespace pocketrec;

TEST_SUITE("symmetric_solver") {
  TEST_CASE("the upper factor times itself is the matrix, and right-hand sides are solved along") {
    for (std::size_t n : {1U, 2U, 15U, 16U, 17U, 50U}) {
      std::mt19937 random(static_cast<unsigned>(n));
      const std::size_t stride = n + 3;
      std::vector<float> values(n * stride, 0.0F);
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = i; j <= n; ++j) values[i * stride + j] = static_cast<float>(random() % 1000) / 1000;
        values[i * stride + i] += static_cast<float>(n);
      }
      std::vector<float> factor = values;
      factor_upper(factor.data(), stride, n, n + 1, 1e-3F);
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = i; j <= n; ++j) {
          double sum = 0;
          for (std::size_t k = 0; k <= i; ++k)
            sum += static_cast<double>(factor[k * stride + i]) * factor[k * stride + j];
          REQUIRE(sum == doctest::Approx(values[i * stride + j]).epsilon(1e-4));
        }
      }
    }
  }

  TEST_CASE("the solution solves") {
    constexpr std::size_t n = 37;
    const std::size_t stride = padded_columns(n + 1);
    CHECK(stride == 48);
    std::mt19937 random(4);
    std::vector<float> system(n * stride, 0.0F);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = i; j <= n; ++j) system[i * stride + j] = static_cast<float>(random() % 1000) / 1000;
      system[i * stride + i] += static_cast<float>(n);
    }
    std::vector<float> solved = system;
    std::vector<float> x(n);
    solve_symmetric(solved.data(), stride, n, 1e-3F, x.data());
    for (std::size_t i = 0; i < n; ++i) {
      double sum = 0;
      for (std::size_t j = 0; j < n; ++j) {
        sum += static_cast<double>(system[std::min(i, j) * stride + std::max(i, j)]) * static_cast<double>(x[j]);
      }
      REQUIRE(sum == doctest::Approx(system[i * stride + n]).epsilon(1e-4));
    }
  }
}
