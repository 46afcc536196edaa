#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "api/list_rules.h"
#include "result/result.h"

namespace pocketrec {

/// Who says the rules: a recommender may have `filter` and `fixed` besides.
enum class RulesOwner { request, recommender };

/// Rules from a JSON object (docs/rules.md), every limit checked. where: names the object in messages, such as "rules".
/// Errors: invalid_input with the place, what was expected and what came; also for members that are no rules.
Result<ListRules> read_list_rules(const nlohmann::json& object, const std::string& where, RulesOwner owner);

/// The same object again; no member for what rules do not say.
nlohmann::ordered_json list_rules_json(const ListRules& rules);

}  // namespace pocketrec
