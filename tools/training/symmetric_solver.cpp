#include "training/symmetric_solver.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <limits>

namespace pocketrec {
namespace {

// Rows of upper triangles are columns of lower ones, which is how Eigen stores matrices.
using Stride = Eigen::OuterStride<>;
using Columns = Eigen::Map<Eigen::MatrixXf, Eigen::Aligned16, Stride>;
using ConstColumns = Eigen::Map<const Eigen::MatrixXf, Eigen::Aligned16, Stride>;
using Factor = Eigen::Ref<Eigen::MatrixXf, Eigen::Aligned16, Stride>;

Eigen::Index index(std::size_t size) {
  return static_cast<Eigen::Index>(size);
}

// A whole number of vector registers: so each row begins on a boundary, and what Eigen does does not depend on it.
std::size_t padded(std::size_t columns) {
  return (columns + 15) / 16 * 16;
}

}  // namespace

SymmetricSolver::SymmetricSolver(std::size_t most)
    : system_((most + 1) * padded(most + 1)), factor_(most * padded(most + 1)), solution_(most) {}

std::size_t SymmetricSolver::bytes(std::size_t most) {
  return ((2 * most + 1) * padded(most + 1) + most) * sizeof(float);
}

void SymmetricSolver::start(std::size_t size) {
  size_ = size;
  stride_ = padded(size + 1);
}

void SymmetricSolver::solve(float ridge, std::span<float> x) {
  if (size_ == 0) return;
  Eigen::Map<Eigen::VectorXf, Eigen::Aligned16> solution(solution_.data(), index(size_));
  const ConstColumns system(system_.data(), index(size_ + 1), index(size_), Stride(index(stride_)));
  Columns factor(factor_.data(), index(size_), index(size_), Stride(index(stride_)));
  for (float added = 0; added <= std::numeric_limits<float>::max(); added = std::max(added, ridge) * 10) {
    std::copy_n(system_.data(), size_ * stride_, factor_.data());
    factor.diagonal().array() += added;
    Factor in_place(factor);
    const Eigen::LLT<Factor, Eigen::Lower> decomposition(in_place);
    if (decomposition.info() != Eigen::Success) continue;
    if (!(factor.diagonal().cwiseAbs2().minCoeff() >= ridge / 10)) continue;
    solution = system.row(index(size_)).transpose();
    decomposition.solveInPlace(solution);
    if (!solution.allFinite()) continue;
    std::copy_n(solution_.data(), size_, x.begin());
    return;
  }
  std::fill_n(x.begin(), size_, 0.0F);
}

void add_products(const float* rows, std::size_t count, float weight, float* out, std::size_t size,
                  std::size_t stride) {
  Columns sum(out, index(size), index(size), Stride(index(stride)));
  const ConstColumns vectors(rows, index(size), index(count), Stride(index(stride)));
  sum.selfadjointView<Eigen::Lower>().rankUpdate(vectors, weight);
}

}  // namespace pocketrec
