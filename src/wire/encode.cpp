#include <cmath>
#include <nlohmann/json.hpp>

#include "wire/messages.h"

namespace pocketrec {
namespace {

using nlohmann::ordered_json;

std::string dump(const ordered_json& value) {
  return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

/// The service prints 7 decimals (contract/runtime-api.md §5).
double rounded(double score) {
  return std::round(score * 1e7) / 1e7;
}

std::string_view stage_name(ListStage stage) {
  switch (stage) {
    case ListStage::in_list:
      return "in the list";
    case ListStage::not_in_catalog:
      return "catalogue";
    case ListStage::item_on_screen:
      return "item on screen";
    case ListStage::blocked:
      return "blocked";
    case ListStage::left_out:
      return "left out by the recipe";
    case ListStage::filtered:
      return "filter";
    case ListStage::too_irrelevant:
      return "minimum relevance";
    case ListStage::capped:
      return "cap";
    case ListStage::shown_before:
      return "shown before";
    case ListStage::diversified:
      return "diversity";
    case ListStage::seen_before:
      return "seen before";
    case ListStage::promoted_away:
      return "promotions";
    case ListStage::below_the_list:
      return "list length";
  }
  return "";
}

ordered_json encode_causes(const std::vector<ScoreCause>& causes) {
  ordered_json list = ordered_json::array();
  for (const ScoreCause& cause : causes) {
    ordered_json entry = {{"cause", cause.kind}};
    if (!cause.item_id.empty()) entry["itemId"] = cause.item_id;
    if (!cause.value.empty()) entry["value"] = cause.value;
    entry["points"] = cause.points;
    list.push_back(std::move(entry));
  }
  return list;
}

ordered_json encode_rule_effect(const RuleEffect& effect) {
  ordered_json object = ordered_json::object();
  if (effect.rank_before) object["rankBefore"] = *effect.rank_before;
  if (effect.is_pinned) object["pinned"] = true;
  if (effect.times_shown > 0) object["timesShown"] = effect.times_shown;
  return object;
}

ordered_json encode_items(const std::vector<PredictedItem>& items) {
  ordered_json list = ordered_json::array();
  for (const PredictedItem& item : items) {
    ordered_json entry = {{"itemId", item.item_id}};
    if (item.score) entry["score"] = rounded(*item.score);
    if (!item.promotion_name.empty()) entry["promotionName"] = item.promotion_name;
    if (!item.reasons.empty()) entry["reason"] = item.reasons;
    if (!item.metadata.empty()) {
      ordered_json metadata = ordered_json::object();
      for (const auto& [column, value] : item.metadata) metadata[column] = value;
      entry["metadata"] = std::move(metadata);
    }
    if (item.causes) entry["explanation"] = encode_causes(*item.causes);
    if (item.rule_effect) entry["rules"] = encode_rule_effect(*item.rule_effect);
    list.push_back(std::move(entry));
  }
  return list;
}

}  // namespace

std::string encode(const GetRecommendationsResponse& response) {
  return dump({{"itemList", encode_items(response.items)}, {"recommendationId", response.recommendation_id}});
}

std::string encode(const GetPersonalizedRankingResponse& response) {
  return dump(
      {{"personalizedRanking", encode_items(response.ranking)}, {"recommendationId", response.recommendation_id}});
}

std::string encode(const WhyNotResponse& response) {
  ordered_json value = {{"itemId", response.item_id}, {"stage", stage_name(response.stage)}, {"text", response.text}};
  if (!response.clauses.empty()) value["clauses"] = response.clauses;
  if (response.stage == ListStage::capped)
    value["cap"] = {{"column", response.cap_column}, {"value", response.cap_value}};
  if (!response.promotion_name.empty()) value["promotionName"] = response.promotion_name;
  value["candidates"] = response.candidates;
  if (response.rank) value["rank"] = *response.rank;
  if (response.score) value["score"] = rounded(*response.score);
  if (response.stage != ListStage::not_in_catalog) value["explanation"] = encode_causes(response.causes);
  return dump(value);
}

std::string encode(const ForgetResponse& response) {
  return dump({{"events", response.events}, {"records", response.records}, {"ids", response.ids}});
}

std::string encode(const Health& health) {
  ordered_json value = {{"status", health.problem.empty() ? "ok" : "degraded"}, {"model", health.model}};
  if (!health.problem.empty()) value["problem"] = health.problem;
  return dump(value);
}

std::string encode(const Error& error) {
  return dump({{"__type", error_traits(error.code).exception}, {"message", error.message}});
}

}  // namespace pocketrec
