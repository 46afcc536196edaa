#include "training/supports.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "training/largest_numbers.h"
#include "training/training_options.h"

namespace pocketrec {
namespace {

// Reorders `keys`.
void keep_largest(std::vector<std::uint64_t>& keys, std::size_t target, SupportTable& table,
                  std::vector<std::uint32_t>& sources) {
  take_largest(keys, table.width, sources);
  table.count[target] = static_cast<std::uint32_t>(sources.size());
  std::copy(sources.begin(), sources.end(), table.sources_of(target).begin());
}

}  // namespace

void pick_from_products(const Products& products, std::span<const double> diagonal, SupportTable& table,
                        unsigned workers, const TileReport& report) {
  struct Scratch {
    std::unique_ptr<Products::Reader> reader;
    std::vector<Product> row;
    std::vector<float> value;  // of each source
    std::vector<std::uint64_t> keys;
    std::vector<std::uint32_t> sources;
  };
  const std::size_t n = products.size();
  std::vector<Scratch> scratch(workers);
  for (Scratch& one : scratch) {
    one.reader = products.reader(0);
    one.row.reserve(n);
    one.value.resize(n);
    one.keys.reserve(n);
    one.sources.reserve(n);
  }
  std::vector<double> norm(n);
  std::transform(diagonal.begin(), diagonal.end(), norm.begin(), [](double value) { return std::sqrt(value); });

  for_each_tile(
      workers, steps_of(n, kPickTargets),
      [&](std::size_t piece, unsigned worker) {
        auto& [reader, row, value, keys, kept] = scratch[worker];
        for (std::size_t target = piece * kPickTargets; target < std::min(n, (piece + 1) * kPickTargets); ++target) {
          reader->row(static_cast<std::uint32_t>(target), row);
          keys.clear();
          for (const Product& product : row) {
            if (product.other == target) continue;
            value[product.other] = static_cast<float>(static_cast<double>(product.value) / norm[product.other]);
            keys.push_back(magnitude_key(value[product.other], product.other));
          }
          keep_largest(keys, target, table, kept);
          std::transform(kept.begin(), kept.end(), table.weights_of(target).begin(),
                         [&value](std::uint32_t source) { return value[source]; });
        }
      },
      report);
}

void pick_from_table(SupportTable& wide, SupportTable& table) {
  std::vector<std::uint64_t> keys;
  std::vector<std::uint32_t> numbers;
  for (std::size_t target = 0; target < wide.count.size(); ++target) {
    const auto sources = wide.sources_of(target);
    const auto weights = wide.weights_of(target);
    keys.clear();
    for (std::size_t i = 0; i < sources.size(); ++i) keys.push_back(magnitude_key(weights[i], sources[i]));
    keep_largest(keys, target, table, numbers);
    const auto kept = table.sources_of(target);
    for (std::size_t i = 0, from = 0; i < kept.size(); ++i) {
      while (sources[from] != kept[i]) ++from;
      table.weights_of(target)[i] = weights[from];
    }
  }
}

}  // namespace pocketrec
