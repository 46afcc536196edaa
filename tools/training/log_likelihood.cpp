#include "training/log_likelihood.h"

#include <algorithm>

#include "domain/portable_log.h"
#include "training/normalized_interactions.h"

namespace pocketrec {
namespace {

double x_log_x(std::uint64_t count) {
  const auto x = static_cast<double>(count);
  return count == 0 ? 0 : x * portable_log(x);
}

}  // namespace

double log_likelihood_ratio(std::uint64_t both, std::uint64_t row, std::uint64_t column, std::uint64_t total) {
  const double cells =
      x_log_x(both) + x_log_x(row - both) + x_log_x(column - both) + x_log_x(total - row - column + both);
  const double rows = x_log_x(row) + x_log_x(total - row);
  const double columns = x_log_x(column) + x_log_x(total - column);
  return std::max(0.0, 2 * (cells - rows - columns + x_log_x(total)));
}

}  // namespace pocketrec
