#include "scoring/symmetric_system.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

namespace pocketrec {
namespace {

double random_number(std::mt19937& random) {
  return static_cast<double>(random() % 20001) / 10000 - 1;
}

// Row-major sum of outer products and 1 on the diagonal: positive definite.
std::vector<double> random_matrix(std::mt19937& random, std::size_t n) {
  std::vector<double> matrix(n * n, 0);
  for (std::size_t i = 0; i < n; ++i) matrix[i * n + i] = 1;
  for (std::size_t k = 0; k < n; ++k) {
    std::vector<double> v;
    for (std::size_t i = 0; i < n; ++i) v.push_back(random_number(random));
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j) matrix[i * n + j] += v[i] * v[j];
    }
  }
  return matrix;
}

}  // namespace

TEST_SUITE("symmetric system") {
  TEST_CASE("the solution solves, and only one triangle is read") {
    std::mt19937 random(41);
    for (const std::size_t n : {1U, 2U, 3U, 8U, 31U, 32U, 33U, 100U}) {
      CAPTURE(n);
      const std::vector<double> matrix = random_matrix(random, n);
      std::vector<double> right;
      for (std::size_t i = 0; i < n; ++i) right.push_back(random_number(random));
      std::vector<double> overwritten = matrix;
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < i; ++j) overwritten[i * n + j] = std::numeric_limits<double>::quiet_NaN();
      }
      std::vector<double> x = right;
      solve_symmetric_system(overwritten, x);
      for (std::size_t i = 0; i < n; ++i) {
        double sum = 0;
        for (std::size_t j = 0; j < n; ++j) sum += matrix[i * n + j] * x[j];
        REQUIRE(sum == doctest::Approx(right[i]).epsilon(1e-9).scale(1));
      }
    }
    std::vector<double> nothing;
    solve_symmetric_system(nothing, nothing);
    CHECK(nothing.empty());
  }

  TEST_CASE("an outer product is added to the upper triangle of rows") {
    std::vector<double> matrix(9, 1);
    add_outer_product(matrix, std::vector<double>{1, 2, -3}, 0.5);
    CHECK(matrix == std::vector<double>{1.5, 2, -0.5, 1, 3, -2, 1, 1, 5.5});
  }

  TEST_CASE("every compiler and processor gives these bits") {
    std::mt19937 random(42);
    std::uint64_t sum = 14695981039346656037U;
    for (const std::size_t n : {5U, 50U, 130U}) {
      std::vector<double> matrix = random_matrix(random, n);
      std::vector<double> x(n, 1);
      add_outer_product(matrix, x, 0.7);
      solve_symmetric_system(matrix, x);
      for (const double value : x) sum = (sum ^ std::bit_cast<std::uint64_t>(value)) * 1099511628211U;
    }
    CHECK(sum == 5907064251745006981U);
  }
}

}  // namespace pocketrec
