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

}  // namespace pocketrec
