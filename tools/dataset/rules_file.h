#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "api/list_rules.h"
#include "datasets/schema.h"
#include "result/result.h"

namespace pocketrec {

/// The rules of <root>/rules.json (docs/rules.md) in the order of names: a JSON object with an object of rules for each
/// recommender, and for all of them under "*". None when there is no such file. Errors: invalid_input "rules.json: …"
/// with the place, also for rules that cannot stand over those of all; io.
Result<std::vector<NamedRules>> read_rules(const std::filesystem::path& root);

/// The same of a text. Errors: without the file's name.
Result<std::vector<NamedRules>> parse_rules(std::string_view text);

/// The text again. No rules: empty.
std::string rules_text(const std::vector<NamedRules>& rules);

/// Checks that rules name columns that the items have. items: nullptr when there is no such dataset. Errors:
/// invalid_input "rules.json: …" with the place.
Result<void> check_rule_columns(const std::vector<NamedRules>& rules, const Schema* items);

}  // namespace pocketrec
