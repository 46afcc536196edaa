#include <string>

#include "engine/engine.h"

namespace pocketrec {

Result<void> Engine::get_action_recommendations(const GetActionRecommendationsRequest& request) {
  const std::shared_ptr<const Snapshot> snapshot = put_items_.snapshot();
  const auto plan = snapshot->recommender(request.recommender);
  if (!plan) return plan.error();
  return Error{ErrorCode::invalid_input, "recommender " + (*plan)->recommender->name + " (" +
                                             std::string((*plan)->recipe.name) +
                                             "): does not recommend actions; use GetRecommendations"};
}

Result<void> Engine::put_actions(const PutActionsRequest& request) {
  return Error{ErrorCode::resource_not_found,
               "there is no dataset '" + request.target + "': the model was made without a dataset ACTIONS"};
}

Result<void> Engine::put_action_interactions(const PutActionsRequest& request) {
  return Error{ErrorCode::invalid_input, "there is no tracker '" + request.target +
                                             "' of action interactions: the model was made without actions"};
}

}  // namespace pocketrec
