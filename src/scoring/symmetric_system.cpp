#include "scoring/symmetric_system.h"

// The order of sums must not depend on a target's vector instructions. The workbench links this file together with its
// own use of Eigen, which is vectorised: under one name the linker would keep one of the two versions of every inline
// function. So here the namespace Eigen has another name, and no other file of src/ includes Eigen: in a unity build,
// these macros reach the files behind this one.
#define EIGEN_DONT_VECTORIZE
#define Eigen PocketrecScalarEigen
#include <Eigen/Cholesky>

namespace pocketrec {
namespace {

using Matrix = Eigen::Map<Eigen::MatrixXd>;
using Vector = Eigen::Map<Eigen::VectorXd>;
using ConstVector = Eigen::Map<const Eigen::VectorXd>;

Matrix square(std::span<double> values, std::size_t size) {
  const auto n = static_cast<Eigen::Index>(size);
  return {values.data(), n, n};
}

}  // namespace

void add_outer_product(std::span<double> matrix, std::span<const double> vector, double weight) {
  const ConstVector v(vector.data(), static_cast<Eigen::Index>(vector.size()));
  square(matrix, vector.size()).selfadjointView<Eigen::Lower>().rankUpdate(v, weight);
}

void solve_symmetric_system(std::span<double> matrix, std::span<double> x) {
  Matrix a = square(matrix, x.size());
  Eigen::Ref<Eigen::MatrixXd> in_place(a);
  const Eigen::LDLT<Eigen::Ref<Eigen::MatrixXd>, Eigen::Lower> decomposition(in_place);
  Vector solution(x.data(), static_cast<Eigen::Index>(x.size()));
  decomposition.solveInPlace(solution);
}

}  // namespace pocketrec
