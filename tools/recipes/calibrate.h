#pragma once

#include <memory>
#include <optional>
#include <string>

#include "evaluation/packed_recommender.h"
#include "evaluation/split.h"
#include "model/model.h"
#include "packing/model_contents.h"
#include "recipes/settings.h"
#include "result/result.h"

namespace pocketrec {

/// Chooses the blend of personal scores if it was left open, and with it demote_seen if that was too, on users who are
/// not test users; then the context weights if they were left open, and the blend again under them; then the columns of
/// user metadata, which leave the other weights as they are, on the same users with shorter histories.
/// contents: with everything that may enter, trained without the truth of `validation`; model: these
/// contents, opened. Returns the NDCG@10 of the validation users under what was chosen; nothing without validation
/// users (an open blend then is everything that there is, with the same weight), or when the blend was not open.
Result<std::optional<double>> calibrate_blend(ModelSettings& settings, const ModelContents& contents,
                                              const std::shared_ptr<const Model>& model, const NamedEvents& events,
                                              const Split& validation, unsigned threads);

/// Chooses what else was left open, with the device's own scores:
///   demote_seen     whichever gives the validation users the higher NDCG@10
///   softmax_scale   of a fixed grid, the one under which their truth is most likely
/// recommender: one with the blend. model: packed with the settings so far, trained without the truth of `validation`.
/// Without validation users: false, and 1.
Result<void> calibrate(ModelSettings& settings, const std::shared_ptr<const Model>& model,
                       const std::string& recommender, const NamedEvents& events, const Split& validation,
                       unsigned threads);

}  // namespace pocketrec
