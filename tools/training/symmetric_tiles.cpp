#include "training/symmetric_tiles.h"

#include <algorithm>
#include <cassert>
#include <utility>
#include <vector>

#include "training/tile_kernel.h"

namespace pocketrec {
namespace {

constexpr std::size_t kSide = SymmetricTiles::kSide;

// A stride of a power of two would put a column of a strip into a few sets of the first-level cache.
constexpr std::size_t kStripStride = kSide + 16;
constexpr std::size_t kStripTile = kSide * kStripStride;

// Rows of a diagonal tile that are updated together; what lies left of their diagonal block is not needed.
constexpr std::size_t kDiagonalRows = 64;

// pivot = −A⁻¹ for the upper triangle of a diagonal tile A. In double: all later values depend on it.
void invert_pivot(const float* tile, double pivot_floor, std::vector<double>& work, float* pivot) {
  for (std::size_t i = 0; i < kSide; ++i) {
    for (std::size_t j = i; j < kSide; ++j) work[i * kSide + j] = work[j * kSide + i] = tile[i * kSide + j];
  }
  for (std::size_t k = 0; k < kSide; ++k) {
    double* const pivot_row = &work[k * kSide];
    const double inverse = 1 / std::max(pivot_row[k], pivot_floor);
    for (std::size_t j = 0; j < kSide; ++j) pivot_row[j] *= inverse;
    for (std::size_t i = 0; i < kSide; ++i) {
      if (i == k) continue;
      double* const row = &work[i * kSide];
      const double factor = row[k];
      for (std::size_t j = 0; j < kSide; ++j) row[j] -= factor * pivot_row[j];
      row[k] = factor * inverse;
    }
    pivot_row[k] = -inverse;
  }
  std::transform(work.begin(), work.end(), pivot, [](double value) { return static_cast<float>(value); });
}

// Copies a tile, or its transpose, into a strip.
void copy_to_strip(const float* tile, bool transpose, float* strip) {
  for (std::size_t i = 0; i < kSide; ++i) {
    for (std::size_t j = 0; j < kSide; ++j) {
      strip[i * kStripStride + j] = transpose ? tile[j * kSide + i] : tile[i * kSide + j];
    }
  }
}

void copy_from_strip(const float* strip, bool transpose, float* tile) {
  for (std::size_t i = 0; i < kSide; ++i) {
    for (std::size_t j = 0; j < kSide; ++j) {
      tile[i * kSide + j] = transpose ? strip[j * kStripStride + i] : strip[i * kStripStride + j];
    }
  }
}

}  // namespace

SymmetricTiles::SymmetricTiles(std::size_t size, Room room)
    : size_(size), per_side_((size + kSide - 1) / kSide), room_(room), values_(bytes(size, room) / sizeof(float)) {
  for (std::size_t i = size; i < per_side_ * kSide; ++i) {
    tile(i / kSide, i / kSide)[i % kSide * kSide + i % kSide] = 1;
  }
}

std::size_t SymmetricTiles::bytes(std::size_t size, Room room) {
  const std::size_t per_side = (size + kSide - 1) / kSide;
  return (room == Room::square ? per_side * per_side : per_side * (per_side + 1) / 2) * kValues * sizeof(float);
}

void SymmetricTiles::invert_negated(float pivot_floor, unsigned workers, const TileReport& report) {
  const SubtractProduct subtract_product = fastest_tile_kernel().subtract_product;
  std::vector<std::pair<std::size_t, std::size_t>> places;
  for (std::size_t i = 0; i < per_side_; ++i) {
    for (std::size_t j = i; j < per_side_; ++j) places.emplace_back(i, j);
  }
  FloatBuffer before(per_side_ * kStripTile);  // A_k·: row k of tiles
  FloatBuffer solved(per_side_ * kStripTile);  // A_kk⁻¹ A_k·
  FloatBuffer pivot(kValues);
  std::vector<double> work(kValues);

  for (std::size_t k = 0; k < per_side_; ++k) {
    invert_pivot(tile(k, k), pivot_floor, work, pivot.data());
    for_each_tile(workers, per_side_, [&](std::size_t j, unsigned) {
      if (j == k) return;
      float* const own = j < k ? tile(j, k) : tile(k, j);
      float* const strip = before.data() + j * kStripTile;
      float* const result = solved.data() + j * kStripTile;
      copy_to_strip(own, j < k, strip);
      std::fill_n(result, kStripTile, 0.0F);
      subtract_product(pivot.data(), kSide, strip, kStripStride, result, kStripStride, kSide, kSide, kSide);
      copy_from_strip(result, j < k, own);
    });
    for_each_tile(workers, places.size(), [&](std::size_t place, unsigned) {
      const auto [i, j] = places[place];
      if (i == k || j == k) return;
      const float* const left = before.data() + i * kStripTile;
      const float* const right = solved.data() + j * kStripTile;
      const std::size_t rows = i == j ? kDiagonalRows : kSide;
      for (std::size_t row = 0; row < kSide; row += rows) {
        const std::size_t first = i == j ? row : 0;
        subtract_product(left + row, kStripStride, right + first, kStripStride, tile(i, j) + row * kSide + first, kSide,
                         rows, kSide - first, kSide);
      }
    });
    std::copy_n(pivot.data(), kValues, tile(k, k));
    if (report) report(k + 1);
  }
}

void SymmetricTiles::mirror(unsigned workers) {
  assert(room_ == Room::square);
  for_each_tile(workers, per_side_, [&](std::size_t row, unsigned) {
    float* const diagonal = tile(row, row);
    for (std::size_t i = 0; i < kSide; ++i) {
      for (std::size_t j = 0; j < i; ++j) diagonal[i * kSide + j] = diagonal[j * kSide + i];
    }
    for (std::size_t column = 0; column < row; ++column) {
      const float* const from = tile(column, row);
      float* const to = tile(row, column);
      for (std::size_t i = 0; i < kSide; ++i) {
        for (std::size_t j = 0; j < kSide; ++j) to[i * kSide + j] = from[j * kSide + i];
      }
    }
  });
}

}  // namespace pocketrec
