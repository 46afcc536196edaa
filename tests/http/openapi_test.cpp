#include "http/openapi.h"

#include <doctest/doctest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "access/role.h"
#include "api/limits.h"
#include "http/request_framing.h"
#include "http/routes.h"
#include "wire/decode_query.h"

namespace pocketrec {
namespace {

using nlohmann::json;

const json& description() {
  static const json parsed = json::parse(openapi_description());
  return parsed;
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

/// The value of a member that bounds a request, by its place, such as "Id/maxLength".
void collect_limits(const json& value, const std::string& place, std::map<std::string, std::size_t>& limits) {
  if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) collect_limits(value[i], place + "/" + std::to_string(i), limits);
  }
  if (!value.is_object()) return;
  for (const auto& [key, member] : value.items()) {
    const bool bounds = key == "maxLength" || key == "maxItems" || key == "maxProperties" || key == "maximum";
    if (bounds && member.is_number()) limits[place + "/" + key] = member.get<std::size_t>();
    collect_limits(member, place + "/" + key, limits);
  }
}

}  // namespace

TEST_SUITE("OpenAPI description") {
  TEST_CASE("has the routes of the router, and no others, with their operations") {
    std::set<std::string> described;
    for (const auto& [path, methods] : description().at("paths").items()) {
      for (const auto& [method, operation] : methods.items()) {
        described.insert(method + " " + path + " " + operation.at("operationId").get<std::string>());
      }
    }
    std::set<std::string> routed;
    for (const Route& route : routes()) {
      routed.insert(lower(route.method) + " " + std::string(route.path) + " " + std::string(route.operation));
    }
    CHECK(described == routed);
  }

  TEST_CASE("asks for the roles that the program asks for") {
    const json& paths = description().at("paths");
    for (const Route& route : routes()) {
      CAPTURE(route.path);
      const json& operation = paths.at(std::string(route.path)).at(lower(route.method));
      CHECK(operation.at("security").empty() == is_public(route.operation));
      CHECK(operation.contains("x-role") != is_public(route.operation));
      for (const char* word : {"runtime", "events"}) {
        Roles roles;
        roles.add(*parse_role(word));
        CHECK(roles.allow(route.operation) == (is_public(route.operation) || operation.at("x-role") == word));
      }
      CHECK(operation.contains("requestBody") == (route.method == "POST"));
    }
  }

  TEST_CASE("has the parameters of the query, and no others") {
    std::set<std::string> described;
    for (const json& parameter : description().at("paths").at("/v1/recommendations").at("get").at("parameters")) {
      CHECK(parameter.at("in") == "query");
      CHECK(described.insert(parameter.at("name")).second);
    }
    CHECK(described == std::set<std::string>(kQueryParameters.begin(), kQueryParameters.end()));
  }

  TEST_CASE("has the limits of the program, and no others") {
    constexpr limits::CallLimits kCall;
    const std::string entries = "/items/items/properties/properties/maxLength";
    const std::map<std::string, std::size_t> expected = {
        {"/Id/maxLength", limits::kIdLength},
        {"/Arn/maxLength", limits::kArnLength},
        {"/NumResults/maximum", kCall.results},
        {"/Columns/maxItems", kCall.metadata_columns},
        {"/Columns/items/maxLength", limits::kColumnNameLength},
        {"/MetadataColumns/maxProperties", 1},  // ITEMS
        {"/Context/maxProperties", limits::kContextEntries},
        {"/Context/propertyNames/maxLength", limits::kContextKeyLength},
        {"/Context/additionalProperties/maxLength", limits::kContextValueLength},
        {"/FilterExpression/maxLength", limits::kExpressionLength},
        {"/FilterValues/maxProperties", kCall.filter_values},
        {"/FilterValues/propertyNames/maxLength", limits::kFilterKeyLength},
        {"/FilterValues/additionalProperties/maxLength", kCall.filter_value_length},
        {"/Promotion/properties/name/maxLength", limits::kPromotionNameLength},
        {"/Promotion/properties/percentPromotedItems/maximum", 100},
        {"/GetRecommendationsRequest/properties/promotions/maxItems", limits::kPromotions},
        {"/FieldBoost/properties/column/maxLength", limits::kColumnNameLength},
        {"/FieldBoost/properties/values/maxItems", limits::kBoostValues},
        {"/FieldBoost/properties/values/items/maxLength", limits::kBoostValueLength},
        {"/FieldBoost/properties/points/maximum", static_cast<std::size_t>(limits::kBoostPoints)},
        {"/ListRules/properties/boosts/maxItems", limits::kBoosts},
        {"/ListRules/properties/minimumRelevance/maximum", 1},
        {"/ListRules/properties/rotation/maximum", limits::kRotation},
        {"/ListRules/properties/diversity/maximum", 1},
        {"/ListRules/properties/caps/maxItems", limits::kCaps},
        {"/ListRules/properties/caps/items/properties/column/maxLength", limits::kColumnNameLength},
        {"/ListRules/properties/caps/items/properties/most/maximum", limits::kRelaxed.results},
        {"/ListRules/properties/pinned/maxItems", limits::kPins},
        {"/ListRules/properties/pinned/items/properties/position/maximum", limits::kRelaxed.results},
        {"/ListRules/properties/blocked/maxItems", limits::kBlockedItems},
        {"/GetPersonalizedRankingRequest/properties/inputList/maxItems", kCall.results},
        {"/RecommendationId/maxLength", limits::kRecommendationIdLength},
        {"/Event/properties/properties/maxLength", kCall.properties_length},
        {"/Event/properties/impression/maxItems", kCall.impression},
        {"/Event/properties/metricAttribution/properties/eventAttributionSource/maxLength",
         limits::kAttributionSourceLength},
        {"/PutEventsRequest/properties/eventList/maxItems", kCall.events},
        {"/PutItemsRequest/properties/items/maxItems", kCall.records},
        {"/PutItemsRequest/properties" + entries, limits::kItemPropertiesLength},
        {"/PutUsersRequest/properties/users/maxItems", kCall.records},
        {"/PutUsersRequest/properties/users" + entries.substr(6), limits::kUserPropertiesLength},
        {"/ForgetRequest/properties/sessionIds/maxItems", limits::kForgottenSessions},
        {"/GetActionRecommendationsRequest/properties/numResults/maximum", limits::kActions},
        {"/PutActionsRequest/properties/actions/maxItems", kCall.records},
        {"/PutActionInteractionsRequest/properties/actionInteractions/maxItems", kCall.records}};
    std::map<std::string, std::size_t> described;
    collect_limits(description().at("components").at("schemas"), "", described);
    CHECK(described.size() == expected.size());
    for (const auto& entry : expected) {
      CAPTURE(entry.first);
      REQUIRE(described.contains(entry.first));
      CHECK(described[entry.first] == entry.second);
    }
    for (const auto& entry : described) CHECK_MESSAGE(expected.contains(entry.first), entry.first);
  }

  TEST_CASE("has the limits of the query's own entries, and of what is only told in words") {
    constexpr limits::CallLimits kCall;
    std::map<std::string, json> schemas;
    for (const json& parameter : description().at("paths").at("/v1/recommendations").at("get").at("parameters")) {
      schemas[parameter.at("name")] = parameter.at("schema");
    }
    CHECK(schemas["filter.NAME"].at("maxProperties") == kCall.filter_values);
    CHECK(schemas["filter.NAME"].at("patternProperties").front().at("maxLength") == kCall.filter_value_length);
    CHECK(schemas["context.NAME"].at("maxProperties") == limits::kContextEntries);
    CHECK(schemas["context.NAME"].at("patternProperties").front().at("maxLength") == limits::kContextValueLength);
    const json& components = description().at("components");
    const json& results = components.at("schemas").at("NumResults");
    CHECK(results.at("default") == limits::kDefaultResults);
    CHECK(results.at("description") == "At most " + std::to_string(kCall.results_with_metadata) +
                                           " where metadata is asked for; 0 means " +
                                           std::to_string(limits::kDefaultResults) + ".");
    CHECK(components.at("schemas").at("Event").at("description") ==
          "At most " + std::to_string(limits::kEventBytes) + " bytes.");
    CHECK(components.at("responses").at("TooLarge").at("description") ==
          "RequestEntityTooLargeException: a body over " + std::to_string(FramingLimits().body) + " bytes.");
  }
}

}  // namespace pocketrec
