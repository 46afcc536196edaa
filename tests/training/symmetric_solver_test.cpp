#include "training/symmetric_solver.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

using namespace pocketrec;

namespace {

// Upper triangle with the right-hand side as last column; below the diagonal values that must not be read.
void fill_random(SymmetricSolver& solver, std::size_t n, unsigned seed) {
  std::mt19937 random(seed);
  solver.start(n);
  for (std::size_t p = 0; p < n; ++p) {
    std::fill_n(solver.row(p), p, std::numeric_limits<float>::quiet_NaN());
    for (std::size_t q = p; q <= n; ++q) solver.row(p)[q] = static_cast<float>(random() % 1000) / 1000;
    solver.row(p)[p] += static_cast<float>(n);
  }
}

// A[p][q] of what fill_random() made, or p's right-hand side.
double entry(SymmetricSolver& solver, std::size_t p, std::size_t q) {
  return static_cast<double>(solver.row(std::min(p, q))[std::max(p, q)]);
}

std::vector<float> solve_on_ones(std::size_t n, float product, float ridge) {
  SymmetricSolver solver(n);
  solver.start(n);
  for (std::size_t p = 0; p < n; ++p) {
    std::fill(solver.row(p) + p, solver.row(p) + n, product);
    solver.row(p)[p] += ridge;
    solver.row(p)[n] = 1;
  }
  std::vector<float> x(n);
  solver.solve(ridge, x);
  return x;
}

}  // namespace

TEST_SUITE("symmetric solver") {
  TEST_CASE("the solution solves, at every size and after other systems in the same memory") {
    SymmetricSolver solver(200);
    for (const std::size_t n : {200U, 1U, 2U, 15U, 16U, 17U, 31U, 32U, 33U, 130U, 3U, 200U}) {
      CAPTURE(n);
      fill_random(solver, n, static_cast<unsigned>(n));
      std::vector<float> x(n);
      solver.solve(1e-3F, x);
      for (std::size_t p = 0; p < n; ++p) {
        double sum = 0;
        for (std::size_t q = 0; q < n; ++q) sum += entry(solver, p, q) * static_cast<double>(x[q]);
        REQUIRE(sum == doctest::Approx(entry(solver, p, n)).epsilon(1e-4).scale(1));
      }
    }
  }

  TEST_CASE("the same system has the same bits, whatever was solved before") {
    SymmetricSolver fresh(70);
    SymmetricSolver used(150);
    std::vector<float> other(150);
    fill_random(used, 150, 1);
    used.solve(1, other);
    fill_random(fresh, 70, 2);
    fill_random(used, 70, 2);
    std::vector<float> a(70);
    std::vector<float> b(70);
    fresh.solve(1, a);
    used.solve(1, b);
    CHECK(std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0);
  }

  TEST_CASE("a matrix that float32 makes singular gets a larger ridge until it can be solved") {
    // In 1e8 + 1e-3 the ridge is lost. With a thousand of it and more, x sums to 1e-8.
    for (const std::size_t n : {2U, 40U, 100U}) {
      CAPTURE(n);
      double sum = 0;
      for (const float value : solve_on_ones(n, 1e8F, 1e-3F)) {
        REQUIRE(std::isfinite(value));
        CHECK(std::fabs(value) < 1);
        sum += static_cast<double>(value);
      }
      CHECK(sum == doctest::Approx(1e-8).epsilon(0.3));
    }
  }

  TEST_CASE("a matrix with negative pivots has a finite solution too") {
    for (const float value : solve_on_ones(50, -3, 1)) CHECK(std::isfinite(value));
  }

  TEST_CASE("values that are not finite give zeros") {
    const float infinite = std::numeric_limits<float>::infinity();
    CHECK(solve_on_ones(3, std::numeric_limits<float>::quiet_NaN(), 1) == std::vector<float>(3, 0.0F));
    CHECK(solve_on_ones(40, infinite, 1) == std::vector<float>(40, 0.0F));
  }

  TEST_CASE("a healthy matrix is solved with its own ridge") {
    const std::vector<float> x = solve_on_ones(4, 1, 0.5F);
    for (const float value : x) CHECK(value == doctest::Approx(1 / 4.5));
  }

  TEST_CASE("products of rows are added to the upper triangle, and to nothing else") {
    constexpr std::size_t size = 37;
    constexpr std::size_t stride = 48;
    for (const std::size_t count : {0U, 1U, 5U, 300U}) {
      CAPTURE(count);
      std::mt19937 random(static_cast<unsigned>(count));
      FloatBuffer rows(count * stride + 1);
      FloatBuffer out(size * stride);
      for (std::size_t i = 0; i < count * stride; ++i) rows.data()[i] = static_cast<float>(random() % 2001) / 1000 - 1;
      std::fill_n(out.data(), size * stride, 5.0F);
      add_products(rows.data(), count, 0.5F, out.data(), size, stride);
      for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t j = 0; j < stride; ++j) {
          double expected = 5;
          for (std::size_t k = 0; i <= j && j < size && k < count; ++k) {
            expected += 0.5 * static_cast<double>(rows.data()[k * stride + i]) * rows.data()[k * stride + j];
          }
          REQUIRE(out.data()[i * stride + j] == doctest::Approx(expected).epsilon(1e-5).scale(10));
        }
      }
    }
  }
}
