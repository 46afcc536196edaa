#pragma once

#include <span>

#include "training/parallel_tiles.h"
#include "training/products.h"
#include "training/supports.h"

namespace pocketrec {

/// Targets of one step of refit_weights.
inline constexpr std::size_t kRefitTargets = 8;

/// Solves (G_SS + ridge·I) w = G_Sj for every target j on its sources S, and replaces the weights.
/// products: G · diagonal: of G, without a ridge · Throws std::bad_alloc.
void refit_weights(const Products& products, std::span<const double> diagonal, double ridge, SupportTable& table,
                   unsigned workers, const TileReport& report);

}  // namespace pocketrec
