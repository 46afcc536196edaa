#include "training/refit.h"

#include <algorithm>
#include <memory>

#include "training/symmetric_solver.h"
#include "training/training_options.h"

namespace pocketrec {

void refit_weights(const Products& products, std::span<const double> diagonal, double ridge, SupportTable& table,
                   unsigned workers, const TileReport& report) {
  struct Scratch {
    std::unique_ptr<Products::Reader> reader;
    SymmetricSolver system;
    std::vector<std::uint32_t> rows;
  };
  std::vector<Scratch> scratch;
  for (unsigned worker = 0; worker < workers; ++worker) {
    scratch.push_back({products.reader(table.width + 1), SymmetricSolver(table.width), {}});
    scratch.back().rows.reserve(table.width + 1);
  }
  const std::size_t n = products.size();
  for_each_tile(
      workers, steps_of(n, kRefitTargets),
      [&](std::size_t piece, unsigned worker) {
        auto& [reader, system, rows] = scratch[worker];
        for (std::size_t target = piece * kRefitTargets; target < std::min(n, (piece + 1) * kRefitTargets); ++target) {
          const auto sources = table.sources_of(target);
          const std::size_t size = sources.size();
          system.start(size);
          // The target as last row: its products with the sources are the right-hand side.
          rows.assign(sources.begin(), sources.end());
          rows.push_back(static_cast<std::uint32_t>(target));
          reader->among(rows, system.row(0), system.stride());
          for (std::size_t p = 0; p < size; ++p) {
            system.row(p)[p] = static_cast<float>(diagonal[rows[p]] + ridge);
          }
          system.solve(static_cast<float>(ridge), table.weights_of(target));
        }
      },
      report);
}

}  // namespace pocketrec
