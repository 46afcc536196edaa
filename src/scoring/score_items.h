#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "domain/scores.h"
#include "model/model.h"
#include "scoring/history.h"
#include "scoring/infer_user_vector.h"

namespace pocketrec {

/// Memory that scoring needs between its steps; keep one a thread and use it again, so that a request pays for the
/// items that it touches alone.
struct ScoringScratch {
  std::vector<WeightedItem> weighted;
  std::vector<std::int32_t> sums;  ///< by item; all 0 between calls
  FoldInScratch fold_in;
};

/// Adds what a recommender's parts make of a history to its base scores, so that every item t has
///   Σ over neighbour lists p, weight w_p: w_p · scale_p[t] · Σ_h weight_p(h) · B_p[h][t], weight_p by weigh_history()
/// + Σ over item scores p: w_p · value_p[t], which the base scores hold
/// + Σ over attribute scores p: w_p · scale_p[v] · A_p[v][t] over the values v of p that the history has
/// + Σ over factors p: w_p · u_p · v_p[t], u_p by infer_user_vector() from the history as weigh_history() counts it,
/// where a w_p that fades is the less the longer the history (part_weight()). Integers throughout, so the result does
/// not depend on order, processor or threads: w_p has 16 fractional bits, and a list's sum, an attribute's score and a
/// product u_p · v_p[t] are cut (towards minus infinity) to 24 before w_p multiplies them.
///
/// Neighbour lists and attribute scores touch, and cost, the entries of their rows. Factors, where the history gives a
/// vector, and item scores that fade touch every item, and cost them all. only: the items that the caller will look at;
/// those two are then computed for these alone, and the scores of others mean nothing. Nothing: all items.
/// Precondition: scores were started with base_scores() of the same model and parts.
void score_items(const Model& model, std::span<const ScorePart> parts, const History& history,
                 std::optional<std::span<const ItemIndex>> only, ScoringScratch& scratch, Scores& scores);

/// The same with base scores of its own, written out for those who look at every item. Cost: items × parts besides.
/// out: one score an item, overwritten.
void score_items(const Model& model, std::span<const ScorePart> parts, const History& history, ScoringScratch& scratch,
                 std::span<Score> out);

}  // namespace pocketrec
