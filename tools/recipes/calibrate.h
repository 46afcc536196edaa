#pragma once

#include "evaluation/packed_recommender.h"
#include "evaluation/split.h"
#include "model/model.h"
#include "recipes/settings.h"
#include "result/result.h"

namespace pocketrec {

/// Chooses the settings that were left open, on users who are not test users, with the device's own scores:
///   demote_seen     whichever gives the validation users the higher NDCG@10
///   softmax_scale   of a fixed grid, the one under which their truth is most likely
/// model: packed with the settings so far. validation: hold_out_users(…, HeldOutUsers::validation). The validation
/// users' events may have been trained on, so the scale leans to the sharp side. Without validation users: false,
/// and 1.
Result<void> calibrate(ModelSettings& settings, const std::shared_ptr<const Model>& model, const NamedEvents& events,
                       const Split& validation, unsigned threads);

}  // namespace pocketrec
