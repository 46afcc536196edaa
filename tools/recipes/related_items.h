#pragma once

#include <cstdint>
#include <string>

#include "packing/model_contents.h"
#include "recipes/recipe_input.h"
#include "result/result.h"
#include "training/similar_items.h"

namespace pocketrec {

/// Interactions from which on an item is matched by them and not by its metadata.
inline constexpr std::uint32_t kMetadataBelow = 5;

/// Name of similar-items' lists in the file.
inline constexpr char kSimilarItems[] = "similar-items";

/// Adds `similar` as lists of the same name. The result is a part of weight 1 that scores by them.
/// Errors: invalid_input for too many weights.
Result<ScorePart> add_ranked_lists(std::string name, const SimilarItems& similar, ModelContents& contents);

/// Adds the recommenders of items that go with another one:
///   similar-items   co-occurrence (training/similar_items.h); for items of fewer than kMetadataBelow interactions
///                   metadata (training/metadata_similarity.h), where they have any that other items share
///   sims            co-occurrence alone: the cosine of the items' users, of pairs that min_cointeraction_count users
///                   share
/// Popular items come last in each list, and make up that of an item without neighbours. Errors: invalid_input.
Result<void> add_related_items(const RecipeInput& input, ModelContents& contents);

}  // namespace pocketrec
