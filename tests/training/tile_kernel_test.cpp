#include "training/tile_kernel.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <random>
#include <string>
#include <vector>

using namespace pocketrec;

namespace {

struct Problem {
  std::size_t rows, columns, depth, a_stride, b_stride, c_stride;
  std::vector<float> a, b, c;
};

std::vector<float> random_values(std::size_t size, std::mt19937& random) {
  std::vector<float> values(size);
  for (float& value : values) value = static_cast<float>(random() % 20001) / 10000 - 1;
  return values;
}

Problem random_problem(std::size_t rows, std::size_t columns, std::size_t depth, std::mt19937& random) {
  Problem problem{rows, columns, depth, rows + random() % 5, columns + random() % 5, columns + random() % 5,
                  {},   {},      {}};
  problem.a = random_values(depth * problem.a_stride + 1, random);
  problem.b = random_values(depth * problem.b_stride + 1, random);
  problem.c = random_values(rows * problem.c_stride + 1, random);
  return problem;
}

std::vector<float> solve(const TileKernel& kernel, const Problem& p) {
  std::vector<float> c = p.c;
  kernel.subtract_product(p.a.data(), p.a_stride, p.b.data(), p.b_stride, c.data(), p.c_stride, p.rows, p.columns,
                          p.depth);
  return c;
}

bool same_bits(const std::vector<float>& a, const std::vector<float>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(float)) == 0;
}

// One output at a time, as the header says.
std::vector<float> by_the_definition(const Problem& p) {
  std::vector<float> c = p.c;
  for (std::size_t i = 0; i < p.rows; ++i) {
    for (std::size_t j = 0; j < p.columns; ++j) {
      float sum = 0;
      for (std::size_t k = 0; k < p.depth; ++k) sum += p.a[k * p.a_stride + i] * p.b[k * p.b_stride + j];
      c[i * p.c_stride + j] -= sum;
    }
  }
  return c;
}

}  // namespace

TEST_SUITE("tile kernel") {
  TEST_CASE("every kernel gives the bits of the definition, at every size") {
    REQUIRE(!supported_tile_kernels().empty());
    CHECK(supported_tile_kernels().front().name == "baseline");
    std::mt19937 random(1);
    for (std::size_t rows : {0U, 1U, 3U, 4U, 7U, 8U, 9U, 17U}) {
      for (std::size_t columns : {0U, 1U, 5U, 8U, 15U, 16U, 31U, 32U, 33U, 70U}) {
        for (std::size_t depth : {0U, 1U, 2U, 19U}) {
          const Problem problem = random_problem(rows, columns, depth, random);
          const std::vector<float> expected = by_the_definition(problem);
          for (const TileKernel& kernel : supported_tile_kernels()) {
            INFO(std::string(kernel.name), " ", rows, " × ", columns, ", depth ", depth);
            CHECK(same_bits(solve(kernel, problem), expected));
          }
        }
      }
    }
  }

  TEST_CASE("a full tile has the same bits with every kernel and is close to the exact product") {
    std::mt19937 random(2);
    const Problem problem = random_problem(256, 256, 256, random);
    const std::vector<float> first = solve(supported_tile_kernels().front(), problem);
    for (const TileKernel& kernel : supported_tile_kernels()) CHECK(same_bits(solve(kernel, problem), first));
    double largest = 0;
    for (std::size_t i = 0; i < 256; i += 5) {
      for (std::size_t j = 0; j < 256; j += 7) {
        double sum = problem.c[i * problem.c_stride + j];
        for (std::size_t k = 0; k < 256; ++k) {
          sum -= static_cast<double>(problem.a[k * problem.a_stride + i]) * problem.b[k * problem.b_stride + j];
        }
        largest = std::max(largest, std::fabs(sum - first[i * problem.c_stride + j]));
      }
    }
    CHECK(largest < 256 * 6e-8 * 100);
    CHECK(largest > 0);
  }
}
