#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "training/co_occurrence.h"
#include "training/normalized_interactions.h"
#include "training/parallel_tiles.h"
#include "training/symmetric_tiles.h"

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

/// Targets of one step of the functions below: a cache line of a tile's columns.
inline constexpr std::size_t kPickTargets = 16;

/// Picks from the inverse over items: B_ij = −P_ij / P_jj with P = (X̃ᵀX̃ + λI)⁻¹.
/// negated: −P, as invert_negated left it · diagonal: of X̃ᵀX̃ + λI · table: all counts zero, filled
void pick_from_item_inverse(const SymmetricTiles& negated, std::span<const double> diagonal, SupportTable& table,
                            unsigned workers, const TileReport& report);

/// Picks the same from the inverse over users: λP = I − X̃ᵀ (X̃X̃ᵀ + λI)⁻¹ X̃ (Woodbury).
/// negated: −(X̃X̃ᵀ + λI)⁻¹, mirrored · diagonal, table as above
void pick_from_user_inverse(const NormalizedInteractions& interactions, const SymmetricTiles& negated, double ridge,
                            std::span<const double> diagonal, SupportTable& table, unsigned workers,
                            const TileReport& report);

/// Picks the sources of the largest correlation-like value |X̃ᵀX̃|_ij / √(diagonal_i); the weights are these values and
/// mean nothing until the refit.
void pick_from_co_occurrence(const RowProducts& products, std::span<const double> diagonal, SupportTable& table,
                             unsigned workers, const TileReport& report);

/// Keeps the sources of largest |weight| of each target: as many as `table` has room for. table: all counts zero,
/// filled
void pick_from_table(SupportTable& wide, SupportTable& table);

}  // namespace pocketrec
