#pragma once

#include <array>
#include <string_view>

#include "api/get_recommendations.h"
#include "api/limits.h"
#include "result/result.h"

namespace pocketrec {

/// The parameters of decode_recommendations_query(). NAME stands for any text of at least one character.
inline constexpr std::array<std::string_view, 9> kQueryParameters = {
    "user", "item", "recommender", "n", "filter", "filter.NAME", "context.NAME", "metadata", "explain"};

/// The request in the query of `GET /v1/recommendations` (our convenience; meaning and limits are those of
/// contract/runtime-api.md §2): user, item, recommender (a name or ARN, required), n (numResults), filter (a name or
/// ARN), filter.NAME (an entry of filterValues), context.NAME (an entry of context), metadata (item columns, with
/// commas between) and explain (true or false). query: what follows '?' in the target of a request, percent-encoded,
/// with '+' for a space. Errors: invalid_input with the parameter's name, what was expected and what came; also for an
/// unknown parameter, one that is there twice, text that is not UTF-8, and control characters.
Result<GetRecommendationsRequest> decode_recommendations_query(std::string_view query,
                                                               const limits::CallLimits& limits = limits::kService);

}  // namespace pocketrec
