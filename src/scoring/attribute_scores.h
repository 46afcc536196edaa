#pragma once

#include <cstdint>

#include "domain/scores.h"
#include "model/attribute_scores.h"
#include "scoring/history.h"

namespace pocketrec {

/// Adds weight · weights[j] · scales[v] to the score of items[j] for every entry j of the rows v that the history has
/// of these scores. Integers throughout: a product of weight and scale is cut (towards minus infinity) to 24 fractional
/// bits before the part's weight multiplies it; what is added to an item is below 2^53 in size. index: of `scores` in
/// Model::attribute_scores() · weight: real weight × 2^kPartWeightFractionBits, at most 1.0 in size.
/// Precondition: rows are rows of `scores`, and out was started for all items. Costs the entries of these rows.
void add_attribute_scores(const AttributeScores& scores, std::uint32_t index, const History& history,
                          std::int64_t weight, Scores& out);

}  // namespace pocketrec
