#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "evaluation/packed_recommender.h"
#include "evaluation/split.h"
#include "model/model.h"
#include "packing/model_contents.h"
#include "recipes/choose_blend.h"
#include "recipes/context_setting.h"
#include "recipes/recipe_input.h"
#include "result/result.h"

namespace pocketrec {

/// Adds the context columns of the data, and for each categorical column of interactions and users that the settings
/// want (all of them when the blend is open) its attribute scores, named as the component (training/attribute_model.h):
/// of the interactions by events, of users by distinct pairs of user and item. Errors: invalid_input.
Result<void> add_attribute_scores(const RecipeInput& input, ModelContents& contents);

/// The parts of a component with a column: popularity, and how it differs where the column has the request's value.
/// Those of users fade by the setting user_fade. Empty when `contents` has no such scores.
std::vector<ScorePart> attribute_parts(std::string_view component, const ModelSettings& settings,
                                       const ModelContents& contents);

/// The setting in positions of columns; weights of columns that the contents lack are left out.
std::vector<ContextWeight> context_weights_in(const ModelContents& contents,
                                              const std::vector<NamedContextWeight>& weights);

/// Takes out of the contents the context columns that no recommender and no attribute scores use.
void drop_unused_contexts(ModelContents& contents);

/// The context weights under which a blend serves the validation users best: those of all columns first, then without
/// the columns whose absence raises NDCG@10, then each weight anew; none at all where that is not better than none as
/// choose_blend() asks of a term. At most kContextUsers users are asked. candidates: terms with their
/// weights in the blend.
std::vector<NamedContextWeight> choose_context_weights(const std::vector<BlendCandidate>& candidates,
                                                       const Model& model, const ModelContents& contents,
                                                       const BlendUsers& users);

/// Users that choose_context_weights() asks, at most.
inline constexpr std::size_t kContextUsers = 1000;

/// A validation split of users who are new to different degrees: in turn without any history, with the newest event,
/// the newest three, and all of it.
Split with_short_histories(const Split& validation);

}  // namespace pocketrec
