#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/get_recommendations.h"
#include "model/model.h"

namespace pocketrec {

/// The id of a list: "RID-" and a UUID-shaped hash of the model, the recommender, the user and the items, 40 characters
/// as the events API accepts (contract/runtime-api.md §2). The same list has the same id, so that answers are the same
/// bytes by whichever way they are asked for.
std::string recommendation_id(const Model& model, std::string_view recommender, std::string_view user_id,
                              const std::vector<PredictedItem>& items);

/// First 16 hex digits of the model's hash.
std::string short_model_name(const Model& model);

}  // namespace pocketrec
