#include "training/refit.h"

#include <algorithm>
#include <numeric>

#include "training/float_buffer.h"
#include "training/symmetric_solver.h"

namespace pocketrec {
namespace {

// Rows that the longest `count` lists have between them.
std::size_t longest_lists(const IndexLists& lists, std::size_t count) {
  std::vector<std::size_t> lengths(lists.size());
  for (std::size_t i = 0; i < lists.size(); ++i) lengths[i] = lists[i].size();
  std::sort(lengths.rbegin(), lengths.rend());
  lengths.resize(std::min(lengths.size(), count));
  return std::accumulate(lengths.begin(), lengths.end(), std::size_t{0});
}

}  // namespace

void refit_weights(const RowProducts& products, const SymmetricTiles* all_products, std::span<const double> diagonal,
                   double ridge, SupportTable& table, unsigned workers, const TileReport& report) {
  struct Scratch {
    FloatBuffer values;
    std::vector<std::uint32_t> rows;
    std::vector<ProductsAmong> among;  // one, or none where all products are at hand
  };
  const std::size_t most = table.width + 1;
  const std::size_t most_columns = all_products == nullptr ? longest_lists(*products.columns_of_row, most) : 0;
  std::vector<Scratch> scratch(workers);
  for (Scratch& one : scratch) {
    one.values = FloatBuffer(most * padded_columns(most));
    one.rows.reserve(most);
    if (all_products == nullptr) one.among.emplace_back(products, most, most_columns);
  }
  const std::size_t n = products.size();
  for_each_tile(
      workers, (n + kRefitTargets - 1) / kRefitTargets,
      [&](std::size_t piece, unsigned worker) {
        for (std::size_t target = piece * kRefitTargets; target < std::min(n, (piece + 1) * kRefitTargets); ++target) {
          const auto sources = table.sources_of(target);
          const std::size_t size = sources.size();
          const std::size_t stride = padded_columns(size + 1);
          float* const values = scratch[worker].values.data();
          std::fill_n(values, (size + 1) * stride, 0.0F);
          // The target as last row: its products with the sources are the right-hand side.
          std::vector<std::uint32_t>& rows = scratch[worker].rows;
          rows.assign(sources.begin(), sources.end());
          rows.push_back(static_cast<std::uint32_t>(target));
          if (all_products == nullptr) {
            scratch[worker].among.front().compute(rows, values, stride);
          } else {
            for (std::size_t p = 0; p < size; ++p) {
              for (std::size_t q = p + 1; q <= size; ++q) values[p * stride + q] = all_products->at(rows[p], rows[q]);
            }
          }
          for (std::size_t p = 0; p < size; ++p) {
            values[p * stride + p] = static_cast<float>(diagonal[rows[p]] + ridge);
          }
          solve_symmetric(values, stride, size, static_cast<float>(ridge), table.weights_of(target).data());
        }
      },
      report);
}

}  // namespace pocketrec
