#pragma once

#include <cstddef>

#include "training/float_buffer.h"

namespace pocketrec {

/// A symmetric float32 matrix as square tiles, of which those on and above the diagonal hold the values; of a diagonal
/// tile only the upper triangle counts. Rows past size() fill the last tile up and are zero.
class SymmetricTiles {
 public:
  static constexpr std::size_t kSide = 256;  ///< rows and columns of a tile: 256 KB, well inside a second-level cache
  static constexpr std::size_t kValues = kSide * kSide;

  /// The zero matrix. Throws std::bad_alloc.
  explicit SymmetricTiles(std::size_t size)
      : size_(size), per_side_((size + kSide - 1) / kSide), values_(bytes(size) / sizeof(float)) {}

  /// Bytes that such a matrix takes.
  static constexpr std::size_t bytes(std::size_t size) {
    const std::size_t per_side = (size + kSide - 1) / kSide;
    return per_side * (per_side + 1) / 2 * kValues * sizeof(float);
  }

  std::size_t size() const { return size_; }

  /// Row-major values of a tile. Precondition: row ≤ column < the tiles that size() takes.
  float* tile(std::size_t row, std::size_t column) { return values_.data() + offset(row, column); }
  const float* tile(std::size_t row, std::size_t column) const { return values_.data() + offset(row, column); }

  /// Value at (row, column), in either order. Precondition: both below size().
  float at(std::size_t row, std::size_t column) const {
    if (row > column) return at(column, row);
    return tile(row / kSide, column / kSide)[row % kSide * kSide + column % kSide];
  }

 private:
  std::size_t offset(std::size_t row, std::size_t column) const {
    return (row * per_side_ - row * (row + 1) / 2 + column) * kValues;
  }

  std::size_t size_;
  std::size_t per_side_;
  FloatBuffer values_;
};

}  // namespace pocketrec
