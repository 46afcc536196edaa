#include "training/supports.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>

namespace pocketrec {
namespace {

// Larger magnitudes have larger keys, and of equal ones the lower number: an order without ties. The bits of a
// non-negative float rise with its value.
std::uint64_t key_of(float weight, std::uint32_t source) {
  return std::uint64_t{std::bit_cast<std::uint32_t>(std::fabs(weight))} << 32 | (0xFFFF'FFFF - source);
}

std::uint32_t source_of(std::uint64_t key) {
  return 0xFFFF'FFFF - static_cast<std::uint32_t>(key);
}

// Keeps the largest keys and writes their sources, ascending. Reorders `keys`.
void keep_largest(std::vector<std::uint64_t>& keys, std::size_t target, SupportTable& table) {
  if (keys.size() > table.width) {
    std::nth_element(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(table.width), keys.end(),
                     std::greater<>());
    keys.resize(table.width);
  }
  table.count[target] = static_cast<std::uint32_t>(keys.size());
  const auto sources = table.sources_of(target);
  std::transform(keys.begin(), keys.end(), sources.begin(), source_of);
  std::sort(sources.begin(), sources.end());
}

}  // namespace

void pick_from_co_occurrence(const RowProducts& products, std::span<const double> diagonal, SupportTable& table,
                             unsigned workers, const TileReport& report) {
  const std::size_t n = products.size();
  std::vector<CoOccurrenceRow> rows;
  for (unsigned worker = 0; worker < workers; ++worker) rows.emplace_back(n);
  std::vector<std::vector<std::uint64_t>> keys(workers);
  for (auto& one : keys) one.reserve(n);
  std::vector<double> norm(n);
  std::transform(diagonal.begin(), diagonal.end(), norm.begin(), [](double value) { return std::sqrt(value); });

  for_each_tile(
      workers, (n + kPickTargets - 1) / kPickTargets,
      [&](std::size_t piece, unsigned worker) {
        CoOccurrenceRow& row = rows[worker];
        for (std::size_t target = piece * kPickTargets; target < std::min(n, (piece + 1) * kPickTargets); ++target) {
          row.accumulate(products, target);
          keys[worker].clear();
          const auto value = [&](std::uint32_t source) {
            return static_cast<float>(row.sum(source) * products.scale[source] * products.scale[target] / norm[source]);
          };
          for (std::uint32_t source : row.touched()) {
            if (source != target) keys[worker].push_back(key_of(value(source), source));
          }
          keep_largest(keys[worker], target, table);
          const auto sources = table.sources_of(target);
          std::transform(sources.begin(), sources.end(), table.weights_of(target).begin(), value);
        }
      },
      report);
}

void pick_from_table(SupportTable& wide, SupportTable& table) {
  std::vector<std::uint64_t> keys;
  for (std::size_t target = 0; target < wide.count.size(); ++target) {
    const auto sources = wide.sources_of(target);
    const auto weights = wide.weights_of(target);
    keys.clear();
    for (std::size_t i = 0; i < sources.size(); ++i) keys.push_back(key_of(weights[i], sources[i]));
    keep_largest(keys, target, table);
    const auto kept = table.sources_of(target);
    for (std::size_t i = 0, from = 0; i < kept.size(); ++i) {
      while (sources[from] != kept[i]) ++from;
      table.weights_of(target)[i] = weights[from];
    }
  }
}

}  // namespace pocketrec
