#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "training/parallel_tiles.h"
#include "training/products.h"

namespace pocketrec {

/// Sources and weights of every target, in room for `width` of them each; numbers are those of NormalizedInteractions.
struct SupportTable {
  SupportTable(std::size_t targets, std::size_t most)
      : width(most), count(targets, 0), source(targets * most), weight(targets * most) {}

  std::size_t width;
  std::vector<std::uint32_t> count;   ///< of each target, at most `width`
  std::vector<std::uint32_t> source;  ///< ascending within a target
  std::vector<float> weight;

  std::span<std::uint32_t> sources_of(std::size_t target) {
    return std::span(source).subspan(target * width, count[target]);
  }
  std::span<float> weights_of(std::size_t target) { return std::span(weight).subspan(target * width, count[target]); }
};

/// Targets of one step of pick_from_products.
inline constexpr std::size_t kPickTargets = 16;

/// Picks the sources of the largest correlation-like value |G_ij| / √(diagonal_i); the weights are these values and
/// mean nothing until the refit. diagonal: of G · table: all counts zero, filled
void pick_from_products(const Products& products, std::span<const double> diagonal, SupportTable& table,
                        unsigned workers, const TileReport& report);

/// Keeps the sources of largest |weight| of each target: as many as `table` has room for. table: all counts zero,
/// filled
void pick_from_table(SupportTable& wide, SupportTable& table);

}  // namespace pocketrec
