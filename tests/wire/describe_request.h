#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/get_recommendations.h"
#include "api/put_events.h"
#include "api/put_records.h"
#include "wire/list_rules_json.h"

namespace pocketrec {

/// A decoded request in one line of words, members that are at their default left out: what tests/wire/cases compare.
/// Maps and lists of more than three entries show as their size.

inline std::string describe(const std::map<std::string, std::string>& entries) {
  if (entries.size() > 3) return "(" + std::to_string(entries.size()) + ")";
  std::string text = "{";
  for (const auto& [key, value] : entries) text += (text.size() > 1 ? "," : "") + key + "=" + value;
  return text + "}";
}

inline std::string describe(const std::vector<std::string>& entries) {
  if (entries.size() > 3) return "(" + std::to_string(entries.size()) + ")";
  std::string text = "[";
  for (const std::string& entry : entries) text += (text.size() > 1 ? "," : "") + entry;
  return text + "]";
}

inline std::string describe(std::string_view name, const std::string& value) {
  return value.empty() ? "" : " " + std::string(name) + "=" + value;
}

inline std::string describe(const FilterReference& filter) {
  return describe("filter", filter.arn) + describe("expression", filter.expression) +
         (filter.values.empty() ? "" : " values=" + describe(filter.values));
}

/// What both lists' requests have.
template <typename Request>
std::string describe_common(const Request& request) {
  std::string text = describe("user", request.user_id);
  if (!request.context.empty()) text += " context=" + describe(request.context);
  if (request.filter) text += describe(*request.filter);
  if (!request.metadata_columns.empty()) text += " columns=" + describe(request.metadata_columns);
  return text;
}

inline std::string describe(const GetRecommendationsRequest& request) {
  std::string text = request.recommender + " results=" + std::to_string(request.num_results);
  text += describe("item", request.item_id) + describe_common(request);
  if (request.explain) text += " explain";
  if (request.rules != ListRules()) text += " rules=" + list_rules_json(request.rules).dump();
  for (const Promotion& promotion : request.promotions) {
    text += " | promotion" + describe("name", promotion.name) + " percent=" + std::to_string(promotion.percent) +
            describe(promotion.filter);
  }
  return text;
}

inline std::string describe(const PutRecordsRequest& request) {
  std::string text = request.dataset_arn;
  for (const PutRecord& record : request.records) text += " | " + record.id + " " + record.properties;
  return text;
}

inline std::string describe(const GetPersonalizedRankingRequest& request) {
  return request.recommender + " inputs=" + describe(request.input_list) + describe_common(request);
}

inline std::string describe(const PutEventsRequest& request) {
  std::string text = request.tracking_id;
  for (const Interaction& event : request.events) {
    text += " |" + describe("session", event.session_id) + describe("user", event.user_id) +
            describe("type", event.event_type) + " at=" + std::to_string(event.sent_at.time_since_epoch().count()) +
            describe("id", event.event_id) + describe("item", event.item_id);
    if (event.event_value) {
      std::string value = std::to_string(*event.event_value);
      value.resize(value.find('.') + 3);
      text += " value=" + value;
    }
    text += describe("properties", event.properties) + describe("rid", event.recommendation_id) +
            describe("shown", event.impression) + describe("source", event.attribution_source);
  }
  return text;
}

}  // namespace pocketrec
