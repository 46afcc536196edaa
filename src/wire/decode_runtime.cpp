#include <algorithm>
#include <cctype>

#include "wire/json_fields.h"
#include "wire/list_rules_json.h"
#include "wire/messages.h"
#include "wire/num_results.h"

namespace pocketrec {
namespace {

using nlohmann::json;

using limits::CallLimits;

std::map<std::string, std::string> read_context(JsonFields& fields) {
  return fields.texts("context", limits::kContextEntries, limits::kContextKeyLength, limits::kContextValueLength);
}

std::optional<FilterReference> read_filter(JsonFields& fields, const CallLimits& most) {
  FilterReference filter;
  const auto arn = fields.text("filterArn", limits::kArnLength);
  const auto expression = fields.text("filterExpression", limits::kExpressionLength);
  filter.values = fields.texts("filterValues", most.filter_values, limits::kFilterKeyLength, most.filter_value_length);
  if (arn && expression) fields.refuse("filterExpression", "no expression beside filterArn", "both");
  if (!arn && !expression) return std::nullopt;
  filter.arn = arn.value_or("");
  filter.expression = expression.value_or("");
  return filter;
}

std::vector<std::string> read_metadata_columns(JsonFields& fields, const CallLimits& most) {
  const json* columns = fields.object("metadataColumns");
  if (columns == nullptr || columns->empty()) return {};
  std::string dataset = columns->begin().key();
  std::transform(dataset.begin(), dataset.end(), dataset.begin(), [](unsigned char c) { return std::toupper(c); });
  if (columns->size() > 1 || dataset != "ITEMS") {
    fields.refuse("metadataColumns", "one list named ITEMS",
                  columns->size() > 1 ? std::to_string(columns->size()) + " lists"
                                      : "'" + columns->begin().key().substr(0, 50) + "'");
    return {};
  }
  JsonFields datasets(*columns, "metadataColumns");
  auto names = datasets.list(columns->begin().key().c_str(), most.metadata_columns, limits::kColumnNameLength);
  if (datasets.error()) fields.refuse(*datasets.error());
  return names.value_or(std::vector<std::string>{});
}

std::vector<Promotion> read_promotions(JsonFields& fields, const CallLimits& most) {
  std::vector<Promotion> promotions;
  const json* list = fields.array("promotions", limits::kPromotions);
  if (list == nullptr) return promotions;
  unsigned sum = 0;
  for (std::size_t i = 0; i < list->size(); ++i) {
    JsonFields entry((*list)[i], "promotions[" + std::to_string(i) + "]");
    Promotion promotion;
    promotion.name = entry.text("name", limits::kPromotionNameLength).value_or("");
    promotion.percent = static_cast<unsigned>(entry.integer("percentPromotedItems", 1, 100).value_or(100));
    if (auto filter = read_filter(entry, most)) {
      promotion.filter = *std::move(filter);
    } else if (!entry.error()) {
      entry.refuse("filterArn", "a filter", "nothing");
    }
    if (entry.error()) fields.refuse(*entry.error());
    sum += promotion.percent;
    promotions.push_back(std::move(promotion));
  }
  if (sum > 100 && promotions.size() > 1) {
    fields.refuse("promotions", "values of percentPromotedItems that add up to at most 100", std::to_string(sum));
  }
  return promotions;
}

ListRules read_rules(JsonFields& fields) {
  const json* object = fields.object("rules");
  if (object == nullptr) return {};
  auto rules = read_list_rules(*object, "rules", RulesOwner::request);
  if (rules) return *std::move(rules);
  fields.refuse(rules.error());
  return {};
}

GetRecommendationsRequest read_recommendations(JsonFields& fields, const CallLimits& limits) {
  GetRecommendationsRequest request;
  const auto campaign = fields.text("campaignArn", limits::kArnLength);
  const auto recommender = fields.text("recommenderArn", limits::kArnLength);
  if (!fields.error() && campaign.has_value() == recommender.has_value()) {
    fields.refuse("campaignArn", "exactly one of campaignArn and recommenderArn", campaign ? "both" : "neither");
  }
  request.recommender = campaign ? *campaign : recommender.value_or("");
  request.user_id = fields.text("userId", limits::kIdLength).value_or("");
  request.item_id = fields.text("itemId", limits::kIdLength).value_or("");
  request.metadata_columns = read_metadata_columns(fields, limits);
  request.num_results = read_num_results(fields, "numResults", limits.results_for(request.metadata_columns));
  request.context = read_context(fields);
  request.filter = read_filter(fields, limits);
  request.promotions = read_promotions(fields, limits);
  request.rules = read_rules(fields);
  request.explain = fields.flag("explain").value_or(false);
  return request;
}

}  // namespace

Result<GetRecommendationsRequest> decode_get_recommendations(std::string_view text, const CallLimits& limits) {
  const auto parsed = parse_json(text);
  if (!parsed) return parsed.error();
  JsonFields fields(*parsed, "");
  GetRecommendationsRequest request = read_recommendations(fields, limits);
  if (fields.error()) return *fields.error();
  return request;
}

Result<WhyNotRequest> decode_why_not(std::string_view text, const CallLimits& limits) {
  const auto parsed = parse_json(text);
  if (!parsed) return parsed.error();
  JsonFields fields(*parsed, "");
  WhyNotRequest request{read_recommendations(fields, limits), fields.required_text("whyNotItemId", limits::kIdLength)};
  if (fields.error()) return *fields.error();
  return request;
}

Result<GetPersonalizedRankingRequest> decode_get_personalized_ranking(std::string_view text, const CallLimits& limits) {
  const auto parsed = parse_json(text);
  if (!parsed) return parsed.error();
  JsonFields fields(*parsed, "");
  GetPersonalizedRankingRequest request;
  request.recommender = fields.required_text("campaignArn", limits::kArnLength);
  request.user_id = fields.required_text("userId", limits::kIdLength);
  request.metadata_columns = read_metadata_columns(fields, limits);
  const auto inputs = fields.list("inputList", limits.results_for(request.metadata_columns), limits::kIdLength);
  if (!inputs) fields.refuse("inputList", "a list of item ids", "nothing");
  request.input_list = inputs.value_or(std::vector<std::string>{});
  request.context = read_context(fields);
  request.filter = read_filter(fields, limits);
  if (fields.error()) return *fields.error();
  return request;
}

}  // namespace pocketrec
