#include "access/role.h"

#include <algorithm>
#include <array>

namespace pocketrec {
namespace {

constexpr std::array<std::string_view, 6> kRuntimeOperations = {
    "GetRecommendations",     "GetRecommendationsByQuery", "WhyNot",
    "GetPersonalizedRanking", "GetActionRecommendations",  "Metrics"};
constexpr std::array<std::string_view, 5> kEventsOperations = {"PutEvents", "PutItems", "PutUsers", "PutActions",
                                                               "PutActionInteractions"};

/// The role beside admin that the operation asks for.
std::optional<Role> role_for(std::string_view operation) {
  if (std::ranges::find(kRuntimeOperations, operation) != kRuntimeOperations.end()) return Role::runtime;
  if (std::ranges::find(kEventsOperations, operation) != kEventsOperations.end()) return Role::events;
  return std::nullopt;
}

}  // namespace

bool Roles::allow(std::string_view operation) const {
  if (has(Role::admin) || is_public(operation)) return true;
  const auto role = role_for(operation);
  return role && has(*role);
}

std::optional<Role> parse_role(std::string_view word) {
  if (word == "runtime") return Role::runtime;
  if (word == "events") return Role::events;
  if (word == "admin") return Role::admin;
  return std::nullopt;
}

bool is_public(std::string_view operation) {
  return operation == "Health" || operation == "Ready" || operation == "OpenApi";
}

bool changes_state(std::string_view operation) {
  return !is_public(operation) && role_for(operation) != Role::runtime;
}

}  // namespace pocketrec
