#pragma once

#include <span>

namespace pocketrec {

/// A += weight · v vᵀ for the lower triangle of a column-major, or the upper one of a row-major, size × size matrix.
/// Every entry is rounded at each call, in order: the same bits on every target.
/// Precondition: matrix.size() = vector.size()².
void add_outer_product(std::span<double> matrix, std::span<const double> vector, double weight);

/// Solves A x = b for a symmetric A, of which that triangle is read, by Eigen's LDLᵀ decomposition, which orders the
/// unknowns by their pivots: the same bits on every target, since it works without vector instructions, without fused
/// multiply-add and without blocks. x: b before, the solution after it · matrix: overwritten. A matrix that is not
/// positive definite leaves numbers of no use in x, maybe none that are finite. Allocates memory for `size` values.
/// Precondition: matrix.size() = x.size()².
void solve_symmetric_system(std::span<double> matrix, std::span<double> x);

}  // namespace pocketrec
