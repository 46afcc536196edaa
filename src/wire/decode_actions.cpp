#include "wire/json_fields.h"
#include "wire/messages.h"

namespace pocketrec {
namespace {

/// Reads the two members without which no request for actions is one.
Result<PutActionsRequest> decode(std::string_view text, const char* target, const char* list) {
  const auto parsed = parse_json(text);
  if (!parsed) return parsed.error();
  JsonFields fields(*parsed, "");
  PutActionsRequest request;
  request.target = fields.required_text(target, limits::kIdLength);
  const auto* records = fields.array(list, limits::kService.records);
  if (!fields.error() && (records == nullptr || records->empty()))
    fields.refuse(list, "1 to " + std::to_string(limits::kService.records) + " records", "none");
  if (fields.error()) return *fields.error();
  return request;
}

}  // namespace

Result<GetActionRecommendationsRequest> decode_get_action_recommendations(std::string_view text) {
  const auto parsed = parse_json(text);
  if (!parsed) return parsed.error();
  JsonFields fields(*parsed, "");
  GetActionRecommendationsRequest request;
  request.recommender = fields.required_text("campaignArn", limits::kIdLength);
  fields.text("userId", limits::kIdLength);
  fields.integer("numResults", 0, static_cast<std::int64_t>(limits::kActions));
  if (fields.error()) return *fields.error();
  return request;
}

Result<PutActionsRequest> decode_put_actions(std::string_view text) {
  return decode(text, "datasetArn", "actions");
}

Result<PutActionsRequest> decode_put_action_interactions(std::string_view text) {
  return decode(text, "trackingId", "actionInteractions");
}

}  // namespace pocketrec
