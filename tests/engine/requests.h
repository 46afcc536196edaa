#pragma once

#include <string>

#include "api/get_recommendations.h"

namespace pocketrec {

/// A request for 25 items. user, item: empty for none.
inline GetRecommendationsRequest request_for(const std::string& recommender, const std::string& user,
                                             const std::string& item = "") {
  GetRecommendationsRequest request;
  request.recommender = recommender;
  request.user_id = user;
  request.item_id = item;
  return request;
}

}  // namespace pocketrec
