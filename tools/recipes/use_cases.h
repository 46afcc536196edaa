#pragma once

#include "packing/model_contents.h"
#include "recipes/recipe_input.h"
#include "result/result.h"

namespace pocketrec {

/// Adds the recommenders of the domain use cases (contract/recipes.md §4) whose events or metadata the data have; event
/// types are compared without case:
///   frequently-bought-together             Purchase: significant pairs of a basket
///   customers-who-viewed-x-also-viewed     View: significant pairs of a session
///   because-you-watched-x                  Watch: what significantly often follows, nearer ones more
///   more-like-x                            Watch and categorical item metadata: metadata and co-occurrence, half each
///   recommended-for-you                    View or Purchase: the parts of user-personalization
///   top-picks                              Watch: the same
/// The first three are training/directed_co_occurrence.h. Popular items come last in each list of the first four.
/// Comes after add_personalization() and add_related_items(), whose parts it uses. Errors: invalid_input.
Result<void> add_use_cases(const RecipeInput& input, ModelContents& contents);

}  // namespace pocketrec
