#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "domain/scored_item.h"
#include "model/model.h"
#include "scoring/history.h"
#include "scoring/score_items.h"

namespace pocketrec {

/// What one cause adds to an item's score.
struct ScoreShare {
  std::size_t part = 0;        ///< position among the recommender's parts
  ItemIndex source = kNoItem;  ///< of neighbour lists and factors: the item of the history
  std::uint32_t row = 0;       ///< of attribute scores: the value's row
  Score value = 0;             ///< not 0

  bool operator==(const ScoreShare&) const = default;
};

/// The causes of an item's score, whose values add up to what base_scores() and score_items() give it, to the last bit.
/// Neighbour lists: each history item's product. Factors: as Hu, Koren & Volinsky (ICDM 2008, §5) split a prediction,
/// c_h · v_tᵀ A⁻¹ v_h with the matrix A of infer_user_vector(). What rounding leaves goes to the largest of a part.
/// Precondition: item < model.items().size().
std::vector<ScoreShare> explain_score(const Model& model, std::span<const ScorePart> parts, const History& history,
                                      ItemIndex item, ScoringScratch& scratch);

}  // namespace pocketrec
