#include "wire/list_rules_json.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>

#include "api/limits.h"
#include "wire/json_fields.h"

namespace pocketrec {
namespace {

using nlohmann::json;

constexpr auto kMostPlaces = static_cast<std::int64_t>(limits::kRelaxed.results);

/// Refuses members that are none of the names.
void expect_members(const json& object, std::initializer_list<std::string_view> names, JsonFields& fields) {
  if (!object.is_object()) return;
  for (const auto& [key, value] : object.items()) {
    if (std::find(names.begin(), names.end(), key) != names.end()) continue;
    std::string expected = "one of";
    for (const std::string_view name : names) expected += " " + std::string(name);
    fields.refuse(key.substr(0, 60).c_str(), expected, "a member that is none of these");
  }
}

/// The entries of a list, each read by read(entry, fields).
template <typename Entry, typename Read>
std::optional<std::vector<Entry>> read_entries(JsonFields& fields, const std::string& where, const char* name,
                                               std::size_t most, Read read) {
  const json* list = fields.array(name, most);
  if (list == nullptr) return std::nullopt;
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < list->size(); ++i) {
    JsonFields members((*list)[i], where + "." + name + "[" + std::to_string(i) + "]");
    entries.push_back(read((*list)[i], members));
    if (members.error()) fields.refuse(*members.error());
  }
  return entries;
}

FieldBoost read_boost(const json& entry, JsonFields& fields) {
  expect_members(entry, {"column", "values", "least", "most", "points"}, fields);
  FieldBoost boost;
  boost.column = fields.required_text("column", limits::kColumnNameLength);
  boost.values = fields.list("values", limits::kBoostValues, limits::kBoostValueLength).value_or(boost.values);
  boost.least = fields.number("least");
  boost.most = fields.number("most");
  const auto points = fields.number("points");
  if (!points) fields.refuse("points", "a number", "nothing");
  boost.points = points.value_or(0);
  return boost;
}

/// A place of a list, or how many it has.
std::uint32_t required_place(JsonFields& fields, const char* name) {
  const auto place = fields.integer(name, 1, kMostPlaces);
  if (!place) fields.refuse(name, "an integer from 1 to " + std::to_string(kMostPlaces), "nothing");
  return static_cast<std::uint32_t>(place.value_or(1));
}

ValueCap read_cap(const json& entry, JsonFields& fields) {
  expect_members(entry, {"column", "most"}, fields);
  ValueCap cap;
  cap.column = fields.required_text("column", limits::kColumnNameLength);
  cap.most = required_place(fields, "most");
  return cap;
}

PinnedItem read_pin(const json& entry, JsonFields& fields) {
  expect_members(entry, {"itemId", "position"}, fields);
  PinnedItem pin;
  pin.item_id = fields.required_text("itemId", limits::kIdLength);
  pin.position = required_place(fields, "position");
  return pin;
}

template <typename Value>
void put(const char* name, const std::optional<Value>& value, nlohmann::ordered_json& object) {
  if (value) object[name] = *value;
}

nlohmann::ordered_json boost_json(const FieldBoost& boost) {
  nlohmann::ordered_json object = {{"column", boost.column}};
  if (!boost.values.empty()) object["values"] = boost.values;
  put("least", boost.least, object);
  put("most", boost.most, object);
  object["points"] = boost.points;
  return object;
}

}  // namespace

Result<ListRules> read_list_rules(const json& object, const std::string& where, RulesOwner owner) {
  JsonFields fields(object, where);
  ListRules rules;
  if (owner == RulesOwner::recommender) {
    expect_members(
        object, {"boosts", "minimumRelevance", "rotation", "diversity", "caps", "pinned", "blocked", "filter", "fixed"},
        fields);
    if (auto filter = fields.text("filter", limits::kExpressionLength)) rules.filters = {*std::move(filter)};
    rules.fixed = fields.flag("fixed").value_or(false);
  } else {
    expect_members(object, {"boosts", "minimumRelevance", "rotation", "diversity", "caps", "pinned", "blocked"},
                   fields);
  }
  rules.boosts = read_entries<FieldBoost>(fields, where, "boosts", limits::kBoosts, read_boost);
  rules.minimum_relevance = fields.number("minimumRelevance");
  if (const auto rotation = fields.integer("rotation", 0, limits::kRotation)) {
    rules.rotation = static_cast<std::uint32_t>(*rotation);
  }
  rules.diversity = fields.number("diversity");
  rules.caps = read_entries<ValueCap>(fields, where, "caps", limits::kCaps, read_cap);
  rules.pinned = read_entries<PinnedItem>(fields, where, "pinned", limits::kPins, read_pin);
  rules.blocked = fields.list("blocked", limits::kBlockedItems, limits::kIdLength).value_or(rules.blocked);
  if (fields.error()) return *fields.error();
  if (auto ok = check_list_rules(rules); !ok) return Error{ok.error().code, where + "." + ok.error().message};
  return rules;
}

nlohmann::ordered_json list_rules_json(const ListRules& rules) {
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  if (rules.boosts) {
    object["boosts"] = nlohmann::ordered_json::array();
    for (const FieldBoost& boost : *rules.boosts) object["boosts"].push_back(boost_json(boost));
  }
  put("minimumRelevance", rules.minimum_relevance, object);
  put("rotation", rules.rotation, object);
  put("diversity", rules.diversity, object);
  if (rules.caps) {
    object["caps"] = nlohmann::ordered_json::array();
    for (const ValueCap& cap : *rules.caps) object["caps"].push_back({{"column", cap.column}, {"most", cap.most}});
  }
  if (rules.pinned) {
    object["pinned"] = nlohmann::ordered_json::array();
    for (const PinnedItem& pin : *rules.pinned) {
      object["pinned"].push_back({{"itemId", pin.item_id}, {"position", pin.position}});
    }
  }
  if (!rules.blocked.empty()) object["blocked"] = rules.blocked;
  if (!rules.filters.empty()) object["filter"] = rules.filters.front();
  if (rules.fixed) object["fixed"] = true;
  return object;
}

}  // namespace pocketrec
