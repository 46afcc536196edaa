#pragma once

#include <span>
#include <vector>

#include "domain/scores.h"
#include "model/model.h"

namespace pocketrec {

/// Σ over the parts that are item scores: weight · value, for every item. The other parts, which need a history, add
/// nothing.
std::vector<Score> base_values(const Model& model, std::span<const ScorePart> parts);

/// The same with the items in that order. Cost: items × log items; made once, when a model is opened.
BaseScores base_scores(const Model& model, std::span<const ScorePart> parts);

}  // namespace pocketrec
