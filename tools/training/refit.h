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

/// Solves A x = b for the symmetric, positive definite A of that size: its upper triangle in `values`, b in column
/// `size`, zeros or further right-hand sides up to the stride. x goes to `out`; the values are overwritten, by
/// factor_upper().
void solve_symmetric(float* values, std::size_t stride, std::size_t size, float pivot_floor, float* out);

}  // namespace pocketrec
