#include <string>

#include "engine/engine.h"

namespace pocketrec {

Error Engine::refuse_action_recommendations(const GetActionRecommendationsRequest& request) {
  const std::shared_ptr<const Snapshot> snapshot = put_items_.snapshot();
  const auto plan = snapshot->recommender(request.recommender);
  if (!plan) return plan.error();
  return {ErrorCode::invalid_input, "recommender " + (*plan)->recommender->name + " (" +
                                        std::string((*plan)->recipe.name) +
                                        "): does not recommend actions; use GetRecommendations"};
}

Error Engine::refuse_actions(const PutActionsRequest& request) {
  return {ErrorCode::resource_not_found,
          "there is no dataset '" + request.target + "': the model was made without a dataset ACTIONS"};
}

Error Engine::refuse_action_interactions(const PutActionsRequest& request) {
  return {ErrorCode::invalid_input,
          "there is no tracker '" + request.target + "' of action interactions: the model was made without actions"};
}

}  // namespace pocketrec
