#include "training/symmetric_tiles.h"

#include <doctest/doctest.h>

#include <cstddef>

using namespace pocketrec;

TEST_SUITE("symmetric tiles") {
  TEST_CASE("a value is the same from either side, and every pair has its own") {
    constexpr std::size_t kSide = SymmetricTiles::kSide;
    constexpr std::size_t kSize = 600;
    SymmetricTiles tiles(kSize);
    float next = 0;
    for (std::size_t i = 0; i < kSize; ++i) {
      for (std::size_t j = i; j < kSize; ++j) {
        float& value = tiles.tile(i / kSide, j / kSide)[i % kSide * kSide + j % kSide];
        REQUIRE(value == 0);
        value = ++next;
      }
    }
    next = 0;
    for (std::size_t i = 0; i < kSize; ++i) {
      for (std::size_t j = i; j < kSize; ++j) {
        REQUIRE(tiles.at(i, j) == ++next);
        REQUIRE(tiles.at(j, i) == next);
      }
    }
  }

  TEST_CASE("bytes count the tiles that are held") {
    CHECK(SymmetricTiles::bytes(0) == 0);
    CHECK(SymmetricTiles::bytes(1) == SymmetricTiles::kValues * 4);
    CHECK(SymmetricTiles::bytes(257) == SymmetricTiles::kValues * 12);
  }
}
