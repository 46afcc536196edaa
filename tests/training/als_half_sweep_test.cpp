#include "training/als_half_sweep.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <random>
#include <vector>

#include "reference.h"

using namespace pocketrec;

namespace {

FactorRows random_rows(std::size_t rows, std::size_t dimensions, unsigned seed) {
  std::mt19937 random(seed);
  FactorRows result(rows, dimensions);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t k = 0; k < dimensions; ++k) {
      result.row(row)[k] = static_cast<float>(static_cast<int>(random() % 2001) - 1000) / 2000;
    }
  }
  return result;
}

IndexLists random_lists(std::size_t lists, std::uint32_t others, std::size_t longest, unsigned seed) {
  std::mt19937 random(seed);
  IndexLists result;
  for (std::size_t list = 0; list < lists; ++list) {
    const std::size_t chance = list == 0 ? longest : random() % (longest / 4 + 1);
    for (std::uint32_t other = 0; other < others; ++other) {
      if (random() % others < chance) result.index.push_back(other);
    }
    result.begin.push_back(result.index.size());
  }
  return result;
}

bool same_bytes(const FactorRows& a, const FactorRows& b) {
  REQUIRE(a.rows() == b.rows());
  for (std::size_t row = 0; row < a.rows(); ++row) {
    if (std::memcmp(a.row(row), b.row(row), a.stride() * sizeof(float)) != 0) return false;
  }
  return true;
}

}  // namespace

TEST_SUITE("ALS half-sweep") {
  TEST_CASE("the Gram matrix is symmetric and has the textbook's entries") {
    for (const std::size_t dimensions : {1U, 15U, 16U, 17U, 40U}) {
      CAPTURE(dimensions);
      const FactorRows rows = random_rows(2100, dimensions, 51);
      const std::vector<float> gram = gram_matrix(rows, 0.25);
      REQUIRE(gram.size() == dimensions * dimensions);
      for (std::size_t i = 0; i < dimensions; ++i) {
        for (std::size_t j = 0; j < dimensions; ++j) {
          double sum = 0;
          for (std::size_t row = 0; row < rows.rows(); ++row) {
            sum += static_cast<double>(rows.row(row)[i]) * static_cast<double>(rows.row(row)[j]);
          }
          REQUIRE(static_cast<double>(gram[i * dimensions + j]) == doctest::Approx(sum / 4).epsilon(1e-5).scale(10));
          REQUIRE(gram[i * dimensions + j] == gram[j * dimensions + i]);
        }
      }
    }
    CHECK(gram_matrix(FactorRows(0, 2), 1) == std::vector<float>(4, 0.0F));
  }

  TEST_CASE("every row solves its normal equations") {
    for (const std::size_t dimensions : {1U, 7U, 16U, 31U, 48U}) {
      CAPTURE(dimensions);
      const FactorRows fixed = random_rows(400, dimensions, 52);
      const IndexLists lists = random_lists(21, 400, 390, 53);  // the first has more than a block
      REQUIRE(lists[0].size() > 256);
      const AlsWeights weights{0.03, 0.05, 0.8};
      FactorRows out(lists.size(), dimensions);
      half_sweep(lists, fixed, weights, out, 2, nullptr);
      for (std::size_t row = 0; row < lists.size(); ++row) {
        test::Square system(dimensions);
        std::vector<double> right(dimensions, 0.0);
        const auto entry = [&](std::size_t i, std::size_t k) { return static_cast<double>(fixed.row(i)[k]); };
        for (std::size_t i = 0; i < dimensions; ++i) {
          for (std::size_t j = 0; j < dimensions; ++j) {
            for (std::size_t other = 0; other < 400; ++other)
              system.at(i, j) += 0.03 * entry(other, i) * entry(other, j);
            for (const std::uint32_t other : lists[row]) system.at(i, j) += entry(other, i) * entry(other, j);
          }
          for (const std::uint32_t other : lists[row]) right[i] += entry(other, i);
          system.at(i, i) += 0.05 * std::pow(static_cast<double>(lists[row].size()) + 0.03 * 400, 0.8);
        }
        const test::Square inverted = test::inverse(system);
        for (std::size_t i = 0; i < dimensions; ++i) {
          double expected = 0;
          for (std::size_t j = 0; j < dimensions; ++j) expected += inverted.at(i, j) * right[j];
          REQUIRE(static_cast<double>(out.row(row)[i]) == doctest::Approx(expected).epsilon(1e-3).scale(0.1));
        }
      }
    }
  }

  TEST_CASE("a row without a list becomes zero, and padding stays zero") {
    const FactorRows fixed = random_rows(30, 5, 54);
    const IndexLists lists{{0, 0, 2}, {3, 4}};
    FactorRows out = random_rows(2, 5, 55);
    half_sweep(lists, fixed, {0.1, 0.1, 1}, out, 1, nullptr);
    for (std::size_t k = 0; k < out.stride(); ++k) CHECK(out.row(0)[k] == 0);
    for (std::size_t k = 5; k < out.stride(); ++k) CHECK(out.row(1)[k] == 0);
    CHECK(out.row(1)[0] != 0);
  }

  TEST_CASE("any number of workers gives the same bytes") {
    const FactorRows fixed = random_rows(1500, 37, 56);
    const IndexLists lists = random_lists(60, 1500, 900, 57);
    FactorRows one(60, 37);
    half_sweep(lists, fixed, {0.01, 0.02, 1}, one, 1, nullptr);
    for (const unsigned workers : {2U, 4U}) {
      FactorRows other(60, 37);
      half_sweep(lists, fixed, {0.01, 0.02, 1}, other, workers, nullptr);
      CHECK(same_bytes(one, other));
    }
  }
}
