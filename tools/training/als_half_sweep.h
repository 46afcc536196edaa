#pragma once

#include <cstddef>
#include <vector>

#include "training/float_buffer.h"
#include "training/normalized_interactions.h"
#include "training/parallel_tiles.h"

namespace pocketrec {

/// One dense vector a row, each followed by zeros up to a stride of whole 64 bytes. Owns its memory.
class FactorRows {
 public:
  /// All zero. Throws std::bad_alloc.
  FactorRows(std::size_t rows, std::size_t dimensions)
      : rows_(rows), dimensions_(dimensions), stride_((dimensions + 15) / 16 * 16), values_(rows * stride_) {}

  std::size_t rows() const { return rows_; }
  std::size_t dimensions() const { return dimensions_; }
  std::size_t stride() const { return stride_; }

  /// The vector of a row, dimensions() entries. Precondition: row < rows().
  float* row(std::size_t row) { return values_.data() + row * stride_; }
  const float* row(std::size_t row) const { return values_.data() + row * stride_; }

 private:
  std::size_t rows_;
  std::size_t dimensions_;
  std::size_t stride_;
  FloatBuffer values_;
};

/// weight · RᵀR, dimensions × dimensions without padding, symmetric. In float32 on one thread, the same bytes on any
/// x86-64 (symmetric_solver.h). Throws std::bad_alloc.
std::vector<float> gram_matrix(const FactorRows& rows, double weight);

/// What a half-sweep weighs with: α0, λ and ν of ImplicitAlsOptions.
struct AlsWeights {
  double unobserved_weight = 0;
  double regularization = 0;
  double exponent = 1;

  /// λ (n + α0 · others)^ν for a row with n observed others out of all.
  double ridge(std::size_t observed, std::size_t others) const;
};

/// Lists that are solved in one step of half_sweep().
inline constexpr std::size_t kHalfSweepLists = 8;

/// Solves every row x of `out` with the other side's vectors fixed, F ⊂ fixed the rows that its list names:
///   (α0 · fixedᵀ fixed + FᵀF + ridge I) x = Fᵀ 1
/// In float32, the list in blocks of 128. Same bytes for any number of workers and on any x86-64 (symmetric_solver.h).
/// Preconditions: out has a row for each list, lists name rows of `fixed`. Throws std::bad_alloc.
void half_sweep(const IndexLists& lists, const FactorRows& fixed, const AlsWeights& weights, FactorRows& out,
                unsigned workers, const TileReport& report);

}  // namespace pocketrec
