#include "training/refit.h"

#include <algorithm>
#include <memory>

#include "training/float_buffer.h"
#include "training/symmetric_solver.h"
#include "training/training_options.h"

namespace pocketrec {
void refit_weights(const Products& products, std::span<const double> diagonal, double ridge, SupportTable& table,
                   unsigned workers, const TileReport& report) {
  struct Scratch {
    std::unique_ptr<Products::Reader> reader;
    FloatBuffer values;
    std::vector<std::uint32_t> rows;
  };
  const std::size_t most = table.width + 1;
  std::vector<Scratch> scratch(workers);
  for (Scratch& one : scratch) {
    one.reader = products.reader(most);
    one.values = FloatBuffer(most * padded_columns(most));
    one.rows.reserve(most);
  }
  const std::size_t n = products.size();
  for_each_tile(
      workers, steps_of(n, kRefitTargets),
      [&](std::size_t piece, unsigned worker) {
        auto& [reader, system, rows] = scratch[worker];
        for (std::size_t target = piece * kRefitTargets; target < std::min(n, (piece + 1) * kRefitTargets); ++target) {
          const auto sources = table.sources_of(target);
          const std::size_t size = sources.size();
          const std::size_t stride = padded_columns(size + 1);
          float* const values = system.data();
          std::fill_n(values, (size + 1) * stride, 0.0F);
          // The target as last row: its products with the sources are the right-hand side.
          rows.assign(sources.begin(), sources.end());
          rows.push_back(static_cast<std::uint32_t>(target));
          reader->among(rows, values, stride);
          for (std::size_t p = 0; p < size; ++p) {
            values[p * stride + p] = static_cast<float>(diagonal[rows[p]] + ridge);
          }
          solve_symmetric(values, stride, size, static_cast<float>(ridge), table.weights_of(target).data());
        }
      },
      report);
}

}  // namespace pocketrec
