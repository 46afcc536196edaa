#include "api/list_rules.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>

#include "api/limits.h"
#include "domain/number_text.h"
#include "domain/utf8.h"

namespace pocketrec {
namespace {

Error refusal(const std::string& place, const std::string& expected, const std::string& got) {
  return {ErrorCode::invalid_input, place + ": expected " + expected + ", got " + got};
}

std::string place_of(const char* list, std::size_t i, const char* member) {
  return std::string(list) + "[" + std::to_string(i) + "]." + member;
}

Result<void> check_text(const std::string& place, const std::string& text, std::size_t most) {
  const std::size_t length = count_characters(text);
  if (!is_utf8(text)) return refusal(place, "UTF-8", "other bytes");
  if (length == 0 || length > most) {
    return refusal(place, "1 to " + std::to_string(most) + " characters", std::to_string(length));
  }
  return {};
}

Result<void> check_number(const std::string& place, double number, double least, double most) {
  if (number >= least && number <= most) return {};
  return refusal(place, "a number from " + number_text(least) + " to " + number_text(most), number_text(number));
}

Result<void> check_count(const std::string& place, std::size_t count, std::size_t most) {
  if (count <= most) return {};
  return refusal(place, "at most " + std::to_string(most) + " entries", std::to_string(count));
}

Result<void> check_boost(const FieldBoost& boost, std::size_t i) {
  const auto place = [i](const char* member) { return place_of("boosts", i, member); };
  if (auto ok = check_text(place("column"), boost.column, limits::kColumnNameLength); !ok) return ok;
  if (auto ok = check_count(place("values"), boost.values.size(), limits::kBoostValues); !ok) return ok;
  for (const std::string& value : boost.values) {
    if (auto ok = check_text(place("values"), value, limits::kBoostValueLength); !ok) return ok;
  }
  const bool has_bound = boost.least || boost.most;
  if (boost.values.empty() != has_bound) {
    return refusal(place("values"), "either values, or least, most or both", has_bound ? "all of these" : "neither");
  }
  for (const auto& [name, bound] : {std::pair{"least", boost.least}, {"most", boost.most}}) {
    if (bound && !std::isfinite(*bound)) return refusal(place(name), "a finite number", number_text(*bound));
  }
  if (boost.least && boost.most && *boost.least > *boost.most) {
    return refusal(place("most"), "a number from " + number_text(*boost.least), number_text(*boost.most));
  }
  return check_number(place("points"), boost.points, -limits::kBoostPoints, limits::kBoostPoints);
}

Result<void> check_pins(const std::vector<PinnedItem>& pins) {
  std::set<std::string_view> items;
  std::set<std::uint32_t> positions;
  for (std::size_t i = 0; i < pins.size(); ++i) {
    const auto place = [i](const char* member) { return place_of("pinned", i, member); };
    const PinnedItem& pin = pins[i];
    if (auto ok = check_text(place("itemId"), pin.item_id, limits::kIdLength); !ok) return ok;
    if (pin.position < 1 || pin.position > limits::kRelaxed.results) {
      return refusal(place("position"), "an integer from 1 to " + std::to_string(limits::kRelaxed.results),
                     std::to_string(pin.position));
    }
    if (!items.insert(pin.item_id).second) return refusal(place("itemId"), "each item once", pin.item_id + " again");
    if (!positions.insert(pin.position).second) {
      return refusal(place("position"), "each position once", std::to_string(pin.position) + " again");
    }
  }
  return {};
}

Result<void> check_caps(const std::vector<ValueCap>& caps) {
  for (std::size_t i = 0; i < caps.size(); ++i) {
    if (auto ok = check_text(place_of("caps", i, "column"), caps[i].column, limits::kColumnNameLength); !ok) return ok;
    if (caps[i].most < 1 || caps[i].most > limits::kRelaxed.results) {
      return refusal(place_of("caps", i, "most"), "an integer from 1 to " + std::to_string(limits::kRelaxed.results),
                     std::to_string(caps[i].most));
    }
  }
  return {};
}

/// Puts upper's rule in the place of lower's.
template <typename Rule>
Result<void> replace(const char* name, bool is_fixed, const std::optional<Rule>& upper, std::optional<Rule>& lower) {
  if (!upper) return {};
  if (lower && is_fixed) return refusal(name, "none beside the recommender's own, which is fixed", "another");
  lower = upper;
  return {};
}

template <typename Entries>
void append_new(const Entries& entries, Entries& all) {
  for (const auto& entry : entries) {
    if (std::find(all.begin(), all.end(), entry) == all.end()) all.push_back(entry);
  }
}

}  // namespace

bool ListRules::empty() const {
  const auto says_nothing = [](const auto& rule) { return !rule || rule->empty(); };
  return says_nothing(boosts) && says_nothing(caps) && says_nothing(pinned) && minimum_relevance.value_or(0) == 0 &&
         rotation.value_or(0) == 0 && diversity.value_or(0) == 0 && blocked.empty() && filters.empty();
}

Result<void> check_list_rules(const ListRules& rules) {
  if (rules.boosts) {
    if (auto ok = check_count("boosts", rules.boosts->size(), limits::kBoosts); !ok) return ok;
    for (std::size_t i = 0; i < rules.boosts->size(); ++i) {
      if (auto ok = check_boost((*rules.boosts)[i], i); !ok) return ok;
    }
  }
  if (auto ok = check_number("minimumRelevance", rules.minimum_relevance.value_or(0), 0, 1); !ok) return ok;
  if (auto ok = check_number("rotation", rules.rotation.value_or(0), 0, limits::kRotation); !ok) return ok;
  if (auto ok = check_number("diversity", rules.diversity.value_or(0), 0, 1); !ok) return ok;
  if (rules.caps) {
    if (auto ok = check_count("caps", rules.caps->size(), limits::kCaps); !ok) return ok;
    if (auto ok = check_caps(*rules.caps); !ok) return ok;
  }
  if (rules.pinned) {
    if (auto ok = check_count("pinned", rules.pinned->size(), limits::kPins); !ok) return ok;
    if (auto ok = check_pins(*rules.pinned); !ok) return ok;
  }
  if (auto ok = check_count("blocked", rules.blocked.size(), limits::kBlockedItems); !ok) return ok;
  for (const std::string& id : rules.blocked) {
    if (auto ok = check_text("blocked", id, limits::kIdLength); !ok) return ok;
  }
  for (const std::string& filter : rules.filters) {
    if (auto ok = check_text("filter", filter, limits::kExpressionLength); !ok) return ok;
  }
  return {};
}

Result<ListRules> replace_rules(const ListRules& lower, const ListRules& upper) {
  ListRules rules = lower;
  const bool fixed = lower.fixed;
  if (auto ok = replace("boosts", fixed, upper.boosts, rules.boosts); !ok) return ok.error();
  if (auto ok = replace("minimumRelevance", fixed, upper.minimum_relevance, rules.minimum_relevance); !ok) {
    return ok.error();
  }
  if (auto ok = replace("rotation", fixed, upper.rotation, rules.rotation); !ok) return ok.error();
  if (auto ok = replace("diversity", fixed, upper.diversity, rules.diversity); !ok) return ok.error();
  if (auto ok = replace("caps", fixed, upper.caps, rules.caps); !ok) return ok.error();
  if (auto ok = replace("pinned", fixed, upper.pinned, rules.pinned); !ok) return ok.error();
  append_new(upper.blocked, rules.blocked);
  append_new(upper.filters, rules.filters);
  rules.fixed = lower.fixed || upper.fixed;
  return rules;
}

Result<ListRules> rules_of(const std::vector<NamedRules>& all, std::string_view recommender) {
  ListRules rules;
  for (const std::string_view name : {kEveryRecommender, recommender}) {
    const auto found =
        std::find_if(all.begin(), all.end(), [name](const NamedRules& entry) { return entry.recommender == name; });
    if (found == all.end()) continue;
    if (recommender == kEveryRecommender) return found->rules;
    auto replaced = replace_rules(rules, found->rules);
    if (!replaced) return replaced;
    rules = *std::move(replaced);
  }
  return rules;
}

}  // namespace pocketrec
