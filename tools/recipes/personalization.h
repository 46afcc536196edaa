#pragma once

#include <optional>
#include <string>
#include <vector>

#include "packing/model_contents.h"
#include "recipes/recipe_input.h"
#include "result/result.h"

namespace pocketrec {

/// Adds the recommenders of lists for a user:
///   user-personalization   the sum that the setting `blend` names, of
///                            item-to-item   ridge with zero diagonal (training/item_to_item.h)
///                            sequence       linear sequence model, one list a time scale (training/sequence_model.h)
///                            factors        dense item vectors, for large catalogues (recipes/factors.h)
///                            repeat         items of the history itself, where users come back to items
///                            content        items with few users by their metadata (training/content_model.h)
///                            context:COLUMN, user:COLUMN   popularity where a column has the request's value
///                                           (recipes/context.h)
///                            popularity     distinct users, popular_items.h
///                            recent         events, of which those among the newest twentieth count most
///                          with popularity as the tie-break
///   recommended-for-you, top-picks (use_cases.h)   the same
///   personalized-ranking   the same scores on a given list
/// An open blend has everything without a column that can be trained, each with weight 1; choose_blend.h finds a better
/// one. Errors: invalid_input.
Result<void> add_personalization(const RecipeInput& input, ModelContents& contents);

/// The parts of a term, with weight 1, in contents made by add_personalization(); empty when they are not there.
std::vector<ScorePart> parts_of(const BlendTerm& term, const ModelSettings& settings, const ModelContents& contents);

/// The first recommender whose order is that of the blend; nothing when there is none.
std::optional<std::string> blend_recommender(const ModelContents& contents);

/// Writes the settings that only matter when answering (blend, max_history, demote_seen, softmax_scale) into contents
/// made by add_personalization(), and takes out the lists and scores that no recommender uses any more.
void apply_answer_settings(const ModelSettings& settings, ModelContents& contents);

}  // namespace pocketrec
