#pragma once

#include <string>
#include <string_view>

#include "api/actions.h"
#include "api/forget.h"
#include "api/get_recommendations.h"
#include "api/health.h"
#include "api/limits.h"
#include "api/put_events.h"
#include "api/put_records.h"
#include "api/why_not.h"
#include "result/result.h"

/// JSON messages to and from the types of api. Decoders: invalid_input with the member's place, what was expected and
/// what came; members that they don't know are ignored, as the service does; `limits` is how much the call may ask for
/// or bring. Encoders: the same value, the same bytes.
namespace pocketrec {

/// contract/runtime-api.md §2, and the extensions `filterExpression`, `explain` and `rules` (wire/list_rules_json.h).
Result<GetRecommendationsRequest> decode_get_recommendations(std::string_view json,
                                                             const limits::CallLimits& limits = limits::kService);

/// The same with `whyNotItemId`.
Result<WhyNotRequest> decode_why_not(std::string_view json, const limits::CallLimits& limits = limits::kService);

/// contract/runtime-api.md §3, and the extension `filterExpression`.
Result<GetPersonalizedRankingRequest> decode_get_personalized_ranking(
    std::string_view json, const limits::CallLimits& limits = limits::kService);

/// contract/events-api.md §2, with the tolerated forms.
Result<PutEventsRequest> decode_put_events(std::string_view json, const limits::CallLimits& limits = limits::kService);

/// contract/events-api.md §3, with the tolerated forms.
Result<PutRecordsRequest> decode_put_items(std::string_view json, const limits::CallLimits& limits = limits::kService);
Result<PutRecordsRequest> decode_put_users(std::string_view json, const limits::CallLimits& limits = limits::kService);

/// contract/runtime-api.md §4, contract/events-api.md §3 and §4: what answers need while no model has actions.
Result<GetActionRecommendationsRequest> decode_get_action_recommendations(std::string_view json);
Result<PutActionsRequest> decode_put_actions(std::string_view json);
Result<PutActionsRequest> decode_put_action_interactions(std::string_view json);

/// Our extension.
Result<ForgetRequest> decode_forget(std::string_view json);

std::string encode(const GetRecommendationsResponse& response);
std::string encode(const GetPersonalizedRankingResponse& response);
std::string encode(const WhyNotResponse& response);

std::string encode(const ForgetResponse& response);

std::string encode(const Health& health);

/// `{"__type":…,"message":…}` (contract/errors-and-quotas.md §1).
std::string encode(const Error& error);

}  // namespace pocketrec
