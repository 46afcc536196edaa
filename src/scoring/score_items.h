#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "domain/item_index.h"
#include "domain/scored_item.h"
#include "model/model.h"

namespace pocketrec {

/// Fractional bits of WeightedItem::weight.
inline constexpr int kHistoryWeightFractionBits = 12;

/// Most items of a history that count; with it, sums of int8 × weight fit 32 bits.
inline constexpr std::size_t kMaxHistory = 4000;

/// An item that a request starts from (an item of the user's history, or the item on screen), and how much it counts.
struct WeightedItem {
  ItemIndex item;
  std::int32_t weight;  ///< real weight × 2^kHistoryWeightFractionBits, at most 1.0 in size
};

/// Memory that scoring needs between its steps; keep one a thread and use it again to avoid allocations.
struct ScoringScratch {
  std::vector<std::int32_t> sums;
};

/// Writes the sum of a recommender's parts for every item:
///   Σ over neighbour lists p, weight w_p: scale_p[t] × Σ_h weight_h · w_p · B_p[h][t]
/// + Σ over item scores p: w_p × value_p[t].
/// Integers throughout, so the result does not depend on order, processor or threads.
/// sources: distinct items, at most kMaxHistory. out: one score an item, overwritten.
void score_items(const Model& model, std::span<const ScorePart> parts, std::span<const WeightedItem> sources,
                 ScoringScratch& scratch, std::span<Score> out);

}  // namespace pocketrec
