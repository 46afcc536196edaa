#include "training/supports.h"

#include <algorithm>
#include <cmath>

#include "training/largest_numbers.h"

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

void pick_from_co_occurrence(const RowProducts& products, std::span<const double> diagonal, SupportTable& table,
                             unsigned workers, const TileReport& report) {
  const std::size_t n = products.size();
  std::vector<CoOccurrenceRow> rows;
  for (unsigned worker = 0; worker < workers; ++worker) rows.emplace_back(n);
  struct Scratch {
    std::vector<std::uint64_t> keys;
    std::vector<std::uint32_t> sources;
  };
  std::vector<Scratch> scratch(workers);
  for (Scratch& one : scratch) {
    one.keys.reserve(n);
    one.sources.reserve(table.width);
  }
  std::vector<double> norm(n);
  std::transform(diagonal.begin(), diagonal.end(), norm.begin(), [](double value) { return std::sqrt(value); });

  for_each_tile(
      workers, (n + kPickTargets - 1) / kPickTargets,
      [&](std::size_t piece, unsigned worker) {
        CoOccurrenceRow& row = rows[worker];
        auto& [keys, kept] = scratch[worker];
        for (std::size_t target = piece * kPickTargets; target < std::min(n, (piece + 1) * kPickTargets); ++target) {
          row.accumulate(products, target);
          keys.clear();
          const auto value = [&](std::uint32_t source) {
            return static_cast<float>(row.sum(source) * products.scale[source] * products.scale[target] / norm[source]);
          };
          for (std::uint32_t source : row.touched()) {
            if (source != target) keys.push_back(magnitude_key(value(source), source));
          }
          keep_largest(keys, target, table, kept);
          const auto sources = table.sources_of(target);
          std::transform(sources.begin(), sources.end(), table.weights_of(target).begin(), value);
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
