#include "training/supports.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>

#include "training/float_buffer.h"

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

// column: a value per source, of which those that are not zero count, without the target's own.
void pick(const float* column, std::size_t size, float factor, std::size_t target, std::vector<std::uint64_t>& keys,
          SupportTable& table) {
  keys.clear();
  for (std::size_t source = 0; source < size; ++source) {
    if (column[source] != 0 && source != target) {
      keys.push_back(key_of(column[source], static_cast<std::uint32_t>(source)));
    }
  }
  keep_largest(keys, target, table);
  const auto sources = table.sources_of(target);
  const auto weights = table.weights_of(target);
  for (std::size_t i = 0; i < sources.size(); ++i) weights[i] = column[sources[i]] * factor;
}

// to += value · from, for one row of a tile.
void add_scaled(float* __restrict to, const float* __restrict from, float value) {
  for (std::size_t i = 0; i < SymmetricTiles::kSide; ++i) to[i] += value * from[i];
}

struct Scratch {
  FloatBuffer columns;  // kPickTargets × items
  FloatBuffer solved;   // kPickTargets × users, then users × kPickTargets
  FloatBuffer crossed;
  std::vector<std::uint64_t> keys;
};

std::vector<Scratch> make_scratch(unsigned workers, std::size_t items, std::size_t users) {
  std::vector<Scratch> scratch(workers);
  for (Scratch& one : scratch) {
    one.columns = FloatBuffer(kPickTargets * items);
    one.solved = FloatBuffer(kPickTargets * users);
    one.crossed = FloatBuffer(kPickTargets * users);
    one.keys.reserve(items);
  }
  return scratch;
}

}  // namespace

void pick_from_item_inverse(const SymmetricTiles& negated, std::span<const double> diagonal, SupportTable& table,
                            unsigned workers, const TileReport& report) {
  constexpr std::size_t kSide = SymmetricTiles::kSide;
  const std::size_t n = negated.size();
  std::vector<Scratch> scratch = make_scratch(workers, n, 0);
  for_each_tile(
      workers, (n + kPickTargets - 1) / kPickTargets,
      [&](std::size_t piece, unsigned worker) {
        float* const columns = scratch[worker].columns.data();
        const std::size_t first = piece * kPickTargets;
        const std::size_t count = std::min(kPickTargets, n - first);
        const std::size_t tile_column = first / kSide;
        for (std::size_t source = 0; source < tile_column * kSide; ++source) {
          const float* const row = negated.tile(source / kSide, tile_column) + source % kSide * kSide + first % kSide;
          for (std::size_t t = 0; t < count; ++t) columns[t * n + source] = row[t];
        }
        for (std::size_t t = 0; t < count; ++t) {
          const std::size_t target = first + t;
          for (std::size_t source = tile_column * kSide; source < std::min(n, (tile_column + 1) * kSide); ++source) {
            columns[t * n + source] = negated.at(source, target);
          }
          for (std::size_t tile = tile_column + 1; tile < negated.tiles_per_side(); ++tile) {
            const float* const row = negated.tile(tile_column, tile) + target % kSide * kSide;
            std::copy_n(row, std::min(kSide, n - tile * kSide), columns + t * n + tile * kSide);
          }
          // P_jj is at least 1 / A_jj; rounding may have taken it lower.
          const double own = std::max(-static_cast<double>(columns[t * n + target]), 1 / diagonal[target]);
          pick(columns + t * n, n, static_cast<float>(1 / own), target, scratch[worker].keys, table);
        }
      },
      report);
}

void pick_from_user_inverse(const NormalizedInteractions& interactions, const SymmetricTiles& negated, double ridge,
                            std::span<const double> diagonal, SupportTable& table, unsigned workers,
                            const TileReport& report) {
  constexpr std::size_t kSide = SymmetricTiles::kSide;
  const std::size_t n = interactions.n_items();
  const std::size_t m = interactions.n_users();
  const std::size_t width = negated.tiles_per_side() * kSide;  // users, with the rest of the last tile
  std::vector<Scratch> scratch = make_scratch(workers, n, width);
  std::vector<float> user_scale(m);
  std::vector<float> item_scale(n);
  std::transform(interactions.user_scale.begin(), interactions.user_scale.end(), user_scale.begin(),
                 [](double value) { return static_cast<float>(value); });
  std::transform(interactions.item_scale.begin(), interactions.item_scale.end(), item_scale.begin(),
                 [](double value) { return static_cast<float>(value); });

  for_each_tile(
      workers, (n + kPickTargets - 1) / kPickTargets,
      [&](std::size_t piece, unsigned worker) {
        float* const solved = scratch[worker].solved.data();
        float* const crossed = scratch[worker].crossed.data();
        float* const columns = scratch[worker].columns.data();
        const std::size_t first = piece * kPickTargets;
        const std::size_t count = std::min(kPickTargets, n - first);

        std::fill_n(solved, kPickTargets * width, 0.0F);
        for (std::size_t t = 0; t < count; ++t) {
          float* const out = solved + t * width;
          for (std::uint32_t user : interactions.users_of_item[first + t]) {
            const float value = user_scale[user] * item_scale[first + t];
            for (std::size_t tile = 0; tile < negated.tiles_per_side(); ++tile) {
              add_scaled(out + tile * kSide, negated.tile(user / kSide, tile) + user % kSide * kSide, value);
            }
          }
        }
        for (std::size_t user = 0; user < m; ++user) {
          for (std::size_t t = 0; t < kPickTargets; ++t)
            crossed[user * kPickTargets + t] = solved[t * width + user] * user_scale[user];
        }
        for (std::size_t item = 0; item < n; ++item) {
          float sum[kPickTargets] = {};
          for (std::uint32_t user : interactions.users_of_item[item]) {
            const float* const row = crossed + std::size_t{user} * kPickTargets;
            for (std::size_t t = 0; t < kPickTargets; ++t) sum[t] += row[t];
          }
          for (std::size_t t = 0; t < count; ++t) columns[t * n + item] = sum[t] * item_scale[item];
        }
        for (std::size_t t = 0; t < count; ++t) {
          const std::size_t target = first + t;
          // λP_jj, at least λ / A_jj as above.
          const double own = std::max(1 + static_cast<double>(columns[t * n + target]), ridge / diagonal[target]);
          pick(columns + t * n, n, static_cast<float>(-1 / own), target, scratch[worker].keys, table);
        }
      },
      report);
}

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
