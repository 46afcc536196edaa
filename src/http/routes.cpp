#include "http/routes.h"

#include <algorithm>
#include <array>

namespace pocketrec {
namespace {

constexpr std::array<Route, 15> kRoutes = {{
    {"POST", "/recommendations", "GetRecommendations"},
    {"POST", "/personalize-ranking", "GetPersonalizedRanking"},
    {"POST", "/events", "PutEvents"},
    {"POST", "/items", "PutItems"},
    {"POST", "/users", "PutUsers"},
    {"POST", "/action-recommendations", "GetActionRecommendations"},
    {"POST", "/actions", "PutActions"},
    {"POST", "/action-interactions", "PutActionInteractions"},
    {"GET", "/v1/recommendations", "GetRecommendationsByQuery", true},
    {"POST", "/v1/why-not", "WhyNot"},
    {"POST", "/v1/forget", "Forget"},
    {"GET", "/health", "Health"},
    {"GET", "/ready", "Ready"},
    {"GET", "/metrics", "Metrics"},
    {"GET", "/openapi.json", "OpenApi"},
}};

}  // namespace

std::span<const Route> routes() {
  return kRoutes;
}

const Route* find_route(std::string_view method, std::string_view path) {
  if (method == "HEAD") method = "GET";
  const auto* found =
      std::ranges::find_if(kRoutes, [&](const Route& r) { return r.method == method && r.path == path; });
  return found == kRoutes.end() ? nullptr : found;
}

bool has_path(std::string_view path) {
  return std::ranges::find(kRoutes, path, &Route::path) != kRoutes.end();
}

}  // namespace pocketrec
