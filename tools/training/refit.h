#pragma once

#include <span>

#include "training/co_occurrence.h"
#include "training/parallel_tiles.h"
#include "training/supports.h"
#include "training/symmetric_tiles.h"

namespace pocketrec {

/// Targets of one step of refit_weights.
inline constexpr std::size_t kRefitTargets = 8;

/// Solves (G_SS + ridge·I) w = G_Sj for every target j on its sources S, with G = X̃ᵀX̃, and replaces the weights.
/// all_products: G, or nullptr; then the products are summed for each target, with the
/// same bits as result · diagonal: of G, without a ridge · Throws std::bad_alloc.
void refit_weights(const RowProducts& products, const SymmetricTiles* all_products, std::span<const double> diagonal,
                   double ridge, SupportTable& table, unsigned workers, const TileReport& report);

/// Upper factor U of UᵀU = G in place, for the upper triangle of the `size` × `size` values with that stride. Further
/// columns up to `columns` are right-hand sides and become U⁻ᵀ times themselves. Pivots below `pivot_floor` (> 0) are
/// set to it.
void factor_upper(float* values, std::size_t stride, std::size_t size, std::size_t columns, float pivot_floor);

/// Solution of G x = b: `values` is `size` × (size + 1 and padding to a multiple of 16) with that stride, the upper
/// triangle of G and b in column `size`; overwritten. out: size values. pivot_floor: as in factor_upper.
void solve_upper(float* values, std::size_t stride, std::size_t size, float pivot_floor, float* out);

}  // namespace pocketrec
