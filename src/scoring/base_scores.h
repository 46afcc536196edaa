#pragma once

#include <span>
#include <vector>

#include "domain/scores.h"
#include "model/model.h"

namespace pocketrec {

/// Whether a part adds the same to the scores of every request: item scores that do not fade.
bool is_base_part(const ScorePart& part);

/// Σ over the base parts: weight · value, for every item. The other parts, which need a history, add nothing.
/// n_items: at least the model's; those behind have 0.
std::vector<Score> base_values(const Model& model, std::span<const ScorePart> parts, std::size_t n_items);

/// The same with the items in that order. Cost: items × log items; made once, when a model is opened.
BaseScores base_scores(const Model& model, std::span<const ScorePart> parts, std::size_t n_items);

}  // namespace pocketrec
