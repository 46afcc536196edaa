#include "training/symmetric_tiles.h"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <random>
#include <vector>

#include "reference.h"

using namespace pocketrec;
using Room = SymmetricTiles::Room;

namespace {

// Positive definite, eigenvalues from 1 up.
test::Square random_definite(std::size_t n, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<double> factor(n * 8);
  for (double& value : factor) value = static_cast<double>(random() % 2001) / 1000 - 1;
  test::Square result(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      for (std::size_t k = 0; k < 8; ++k) result.at(i, j) += factor[i * 8 + k] * factor[j * 8 + k];
    }
    result.at(i, i) += 1;
  }
  return result;
}

SymmetricTiles tiles_of(const test::Square& matrix, Room room) {
  constexpr std::size_t kSide = SymmetricTiles::kSide;
  SymmetricTiles tiles(matrix.size, room);
  for (std::size_t i = 0; i < matrix.size; ++i) {
    for (std::size_t j = i; j < matrix.size; ++j) {
      tiles.tile(i / kSide, j / kSide)[i % kSide * kSide + j % kSide] = static_cast<float>(matrix.at(i, j));
    }
  }
  return tiles;
}

std::vector<float> values_of(const SymmetricTiles& tiles) {
  std::vector<float> values;
  for (std::size_t i = 0; i < tiles.size(); ++i) {
    for (std::size_t j = i; j < tiles.size(); ++j) values.push_back(tiles.at(i, j));
  }
  return values;
}

}  // namespace

TEST_SUITE("symmetric tiles") {
  TEST_CASE("the sweep leaves the negated inverse") {
    for (std::size_t n : {1U, 2U, 40U, 256U, 257U, 600U}) {
      const test::Square matrix = random_definite(n, 7);
      const test::Square expected = test::inverse(matrix);
      SymmetricTiles tiles = tiles_of(matrix, Room::upper);
      tiles.invert_negated(1, 2);
      double largest = 0;
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) largest = std::max(largest, std::fabs(tiles.at(i, j) + expected.at(i, j)));
      }
      INFO("size ", n);
      CHECK(largest < 2e-5);
    }
  }

  TEST_CASE("any number of workers and either room give the same bits") {
    const test::Square matrix = random_definite(600, 8);
    SymmetricTiles one = tiles_of(matrix, Room::upper);
    one.invert_negated(1, 1);
    const std::vector<float> expected = values_of(one);
    for (unsigned workers : {2U, 3U}) {
      for (Room room : {Room::upper, Room::square}) {
        SymmetricTiles tiles = tiles_of(matrix, room);
        tiles.invert_negated(1, workers);
        const std::vector<float> values = values_of(tiles);
        CHECK(std::memcmp(values.data(), expected.data(), values.size() * sizeof(float)) == 0);
      }
    }
  }

  TEST_CASE("mirrored tiles can be read by whole rows") {
    constexpr std::size_t kSide = SymmetricTiles::kSide;
    SymmetricTiles tiles = tiles_of(random_definite(300, 9), Room::square);
    tiles.mirror(2);
    for (std::size_t i = 0; i < 300; ++i) {
      for (std::size_t j = 0; j < 300; ++j) {
        REQUIRE(tiles.tile(i / kSide, j / kSide)[i % kSide * kSide + j % kSide] == tiles.at(i, j));
      }
    }
  }

  TEST_CASE("a matrix that rounding made indefinite has a finite inverse") {
    test::Square matrix(3);
    for (double& value : matrix.values) value = 1;
    matrix.at(1, 1) = 1 - 1e-6;
    SymmetricTiles tiles = tiles_of(matrix, Room::upper);
    tiles.invert_negated(1e-3F, 1);
    for (float value : values_of(tiles)) CHECK(std::isfinite(value));
  }

  TEST_CASE("the empty matrix is its own inverse") {
    SymmetricTiles tiles(0, Room::upper);
    tiles.invert_negated(1, 2);
    CHECK(tiles.tiles_per_side() == 0);
    CHECK(SymmetricTiles::bytes(0, Room::square) == 0);
  }

  TEST_CASE("bytes count the tiles that are held") {
    CHECK(SymmetricTiles::bytes(1, Room::upper) == SymmetricTiles::kValues * 4);
    CHECK(SymmetricTiles::bytes(257, Room::upper) == SymmetricTiles::kValues * 12);
    CHECK(SymmetricTiles::bytes(257, Room::square) == SymmetricTiles::kValues * 16);
  }
}
