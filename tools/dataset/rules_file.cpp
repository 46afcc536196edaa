#include "dataset/rules_file.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "dataset/dataset_folder.h"
#include "wire/json_fields.h"
#include "wire/list_rules_json.h"

namespace pocketrec {
namespace {

constexpr std::size_t kMaxRulesBytes = std::size_t{16} << 20;

Error bad_rules(const std::string& rule) {
  return {ErrorCode::invalid_input, "rules.json: " + rule};
}

}  // namespace

Result<std::vector<NamedRules>> parse_rules(std::string_view text) {
  const auto parsed = parse_json(text);
  if (!parsed) return parsed.error();
  if (!parsed->is_object()) {
    return Error{ErrorCode::invalid_input, std::string("expected a JSON object, got ") + parsed->type_name()};
  }
  std::vector<NamedRules> all;
  for (const auto& [name, object] : parsed->items()) {
    auto rules = read_list_rules(object, name, RulesOwner::recommender);
    if (!rules) return rules.error();
    all.push_back({name, *std::move(rules)});
  }
  for (const NamedRules& named : all) {
    if (const auto rules = rules_of(all, named.recommender); !rules) {
      return Error{rules.error().code, named.recommender + "." + rules.error().message};
    }
  }
  return all;
}

Result<std::vector<NamedRules>> read_rules(const std::filesystem::path& root) {
  const auto text = read_optional_text(root / "rules.json", kMaxRulesBytes);
  if (!text) return text.error();
  if (!text->has_value()) return std::vector<NamedRules>();
  auto rules = parse_rules(**text);
  if (!rules) return bad_rules(rules.error().message);
  return rules;
}

std::string rules_text(const std::vector<NamedRules>& rules) {
  if (rules.empty()) return {};
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (const NamedRules& named : rules) object[named.recommender] = list_rules_json(named.rules);
  return object.dump();
}

Result<void> check_rule_columns(const std::vector<NamedRules>& rules, const Schema* items) {
  const auto check = [&](const std::string& place, const std::string& name) -> Result<void> {
    const bool is_there = items != nullptr && std::ranges::any_of(items->fields, [&](const Field& field) {
                            return same_field_name(field.name, name);
                          });
    if (is_there) return {};
    return bad_rules(place + ".column: expected a column of items.csv, got '" + name + "'");
  };
  for (const NamedRules& named : rules) {
    const auto boosts = named.rules.boosts.value_or(std::vector<FieldBoost>());
    for (std::size_t i = 0; i < boosts.size(); ++i) {
      const std::string place = named.recommender + ".boosts[" + std::to_string(i) + "]";
      if (auto ok = check(place, boosts[i].column); !ok) return ok;
    }
    const auto caps = named.rules.caps.value_or(std::vector<ValueCap>());
    for (std::size_t i = 0; i < caps.size(); ++i) {
      const std::string place = named.recommender + ".caps[" + std::to_string(i) + "]";
      if (auto ok = check(place, caps[i].column); !ok) return ok;
    }
  }
  return {};
}

}  // namespace pocketrec
