#pragma once

#include <cstddef>

#include "training/float_buffer.h"
#include "training/parallel_tiles.h"

namespace pocketrec {

/// A symmetric float32 matrix as square tiles, of which those on and above the diagonal hold the values; of a diagonal
/// tile only the upper triangle counts. Rows past size() fill the last tile up and are those of the identity.
class SymmetricTiles {
 public:
  static constexpr std::size_t kSide = 256;  ///< rows and columns of a tile: 256 KB, well inside a second-level cache
  static constexpr std::size_t kValues = kSide * kSide;

  /// upper: only the tiles that hold values. square: also room below the diagonal, for mirror().
  enum class Room { upper, square };

  SymmetricTiles() = default;

  /// The zero matrix (identity past `size`). Throws std::bad_alloc.
  SymmetricTiles(std::size_t size, Room room);

  /// Bytes that such a matrix takes.
  static std::size_t bytes(std::size_t size, Room room);

  std::size_t size() const { return size_; }
  std::size_t tiles_per_side() const { return per_side_; }

  /// Row-major values of a tile. Precondition: row ≤ column < tiles_per_side(); or any row when the room is square.
  float* tile(std::size_t row, std::size_t column) { return values_.data() + offset(row, column); }
  const float* tile(std::size_t row, std::size_t column) const { return values_.data() + offset(row, column); }

  /// Value at (row, column), in either order. Precondition: both below size().
  float at(std::size_t row, std::size_t column) const {
    if (row > column) return at(column, row);
    return tile(row / kSide, column / kSide)[row % kSide * kSide + column % kSide];
  }

  /// Replaces the matrix A by −A⁻¹, in place, with one block sweep (block Gauss-Jordan) per tile of the diagonal: n³/2
  /// multiplications, as many as Cholesky and inversion need together, and all of them in one product of tiles.
  /// Goodnight, "A Tutorial on the SWEEP Operator", The American Statistician 33(3), 1979.
  /// pivot_floor: a lower bound of the eigenvalues of A, > 0; pivots that rounding took below it are set to it, so that
  /// the result is finite. Same bits for any number of workers. Throws std::bad_alloc for two strips of 256 rows.
  void invert_negated(float pivot_floor, unsigned workers, const TileReport& report = nullptr);

  /// Copies the values to below the diagonal, so that whole rows can be read. Precondition: the room is square.
  void mirror(unsigned workers);

 private:
  std::size_t offset(std::size_t row, std::size_t column) const {
    if (room_ == Room::square) return (row * per_side_ + column) * kValues;
    return (row * per_side_ - row * (row + 1) / 2 + column) * kValues;
  }

  std::size_t size_ = 0;
  std::size_t per_side_ = 0;
  Room room_ = Room::upper;
  FloatBuffer values_;
};

}  // namespace pocketrec
