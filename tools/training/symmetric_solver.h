#pragma once

#include <cstddef>
#include <span>

#include "training/float_buffer.h"

namespace pocketrec {

/// Systems A x = b with a symmetric, positive definite A in float32, one after the other in the same memory: one object
/// a worker. By Eigen's blocked Cholesky decomposition, on one thread. The same bits on every x86-64 that runs the same
/// build: Eigen is compiled for the baseline, SSE2, and its blocks for caches of fixed sizes (dep_eigen), so no sum
/// depends on the processor. Another compiler or architecture may sum in another order.
class SymmetricSolver {
 public:
  /// For systems of up to `most` unknowns. Throws std::bad_alloc.
  explicit SymmetricSolver(std::size_t most);

  /// Bytes that it takes.
  static std::size_t bytes(std::size_t most);

  /// Begins a system of that many unknowns. Its values are left open. Precondition: size ≤ most.
  void start(std::size_t size);

  /// Row p of the system: A[p][q] stands at q ≥ p, b[p] at `size`. What stands before the diagonal is not read. There
  /// is room for one more row, which is not read either. Rows are stride() values apart.
  float* row(std::size_t p) { return system_.data() + p * stride_; }
  std::size_t stride() const { return stride_; }

  /// Writes x. ridge: what was added to the diagonal, at least; above 0. A matrix that is not positive definite in
  /// float32, of which rounding or bad data left a pivot below a tenth of the ridge, gets ten times the ridge on its
  /// diagonal, then a hundred times, until it is: x is always finite. Precondition: x has `size` values. Eigen takes
  /// memory for blocks of larger systems; nothing else allocates.
  void solve(float ridge, std::span<float> x);

 private:
  std::size_t size_ = 0;
  std::size_t stride_ = 0;
  FloatBuffer system_;
  FloatBuffer factor_;
  FloatBuffer solution_;
};

/// out[i][j] += weight · Σ_k rows[k][i] · rows[k][j] for i ≤ j < size; both row-major with the same stride, `count`
/// rows. On one thread, the same bits as SymmetricSolver. Precondition: both begin at 16 bytes, the stride is a
/// multiple of 4.
void add_products(const float* rows, std::size_t count, float weight, float* out, std::size_t size, std::size_t stride);

}  // namespace pocketrec
