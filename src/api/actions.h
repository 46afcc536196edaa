#pragma once

#include <string>

namespace pocketrec {

/// contract/runtime-api.md §4, as far as it matters while no model has actions.
struct GetActionRecommendationsRequest {
  std::string recommender;  ///< campaignArn, or a bare name
};

/// contract/events-api.md §3 and §4, likewise: the dataset, or the tracker of action interactions.
struct PutActionsRequest {
  std::string target;  ///< datasetArn, or trackingId
};

}  // namespace pocketrec
