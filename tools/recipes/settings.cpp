#include "recipes/settings.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <functional>
#include <type_traits>
#include <utility>
#include <variant>

#include "datasets/schema.h"
#include "domain/number_text.h"
#include "engine/recipe.h"
#include "recipes/event_weights.h"
#include "scoring/trend.h"

namespace pocketrec {
namespace {

using Member = std::variant<unsigned ModelSettings::*, double ModelSettings::*, std::optional<bool> ModelSettings::*,
                            std::optional<double> ModelSettings::*, std::optional<unsigned> ModelSettings::*,
                            std::string ModelSettings::*, std::optional<Blend> ModelSettings::*,
                            std::vector<TimeScale> ModelSettings::*, std::vector<EventWeight> ModelSettings::*,
                            std::optional<std::vector<NamedContextWeight>> ModelSettings::*>;

struct Setting {
  std::string_view name;
  Member member;
  double least;
  double most;
  std::string_view meaning;
};

const std::array kSettings = {
    Setting{"events", &ModelSettings::events, 0, 0, "event types to train on, and their weights in a user's history"},
    Setting{"neighbors", &ModelSettings::neighbors, 1, 4096, "items that each item's score is computed from"},
    Setting{"candidate_ratio", &ModelSettings::candidate_ratio, 1, 16,
            "candidates that are weighed for each item or feature that is kept"},
    Setting{"user_exponent", &ModelSettings::user_exponent, 0, 1, "how much the events of busy users count less"},
    Setting{"item_exponent", &ModelSettings::item_exponent, 0, 1, "how much popular items count less"},
    Setting{"regularization", &ModelSettings::regularization, 0.01, 1000, "ridge, as a multiple of the mean diagonal"},
    Setting{"refit_ratio", &ModelSettings::refit_ratio, 0.01, 10, "ridge of the refit, as a part of the first one"},
    Setting{"memory_gib", &ModelSettings::memory_gib, 0.01, 1024,
            "memory that training may plan with; the model is the same for any that suffices"},
    Setting{"sequence_neighbors", &ModelSettings::sequence_neighbors, 1, 4096,
            "sequence model: features that each item's score is computed from, of all time scales"},
    Setting{"sequence_regularization", &ModelSettings::sequence_regularization, 0.001, 1000,
            "sequence model: ridge, as a multiple of the mean diagonal"},
    Setting{"time_scales", &ModelSettings::time_scales, 0, 0,
            "sequence model: how fast a history fades, and the events that count, for each time scale"},
    Setting{"content_neighbors", &ModelSettings::content_neighbors, 1, 4096,
            "items that the score of an item without many users is computed from, by its metadata"},
    Setting{"content_similar", &ModelSettings::content_similar, 1, 4096,
            "items with similar metadata that such an item is put together from"},
    Setting{"content_regularization", &ModelSettings::content_regularization, 0.001, 1e6,
            "ridge of that; similarities are at most 1"},
    Setting{"content_most_users", &ModelSettings::content_most_users, 0, 1e9,
            "users up to which an item is scored by its metadata too"},
    Setting{"word_weight", &ModelSettings::word_weight, 0, 100,
            "how much the words of a textual column count beside the other metadata of items"},
    Setting{"attribute_shrinkage", &ModelSettings::attribute_shrinkage, 0, 1e6,
            "context and user metadata: users with a value that are doubted"},
    Setting{"attribute_items", &ModelSettings::attribute_items, 1, 100000,
            "context and user metadata: items that each value has a score for"},
    Setting{"user_fade", &ModelSettings::user_fade, 0.01, 1e6,
            "user metadata: distinct items of a history at which they count half"},
    Setting{"context_weights", &ModelSettings::context_weights, 0, 0,
            "how much events of another context than the request's count, by column"},
    Setting{"blend", &ModelSettings::blend, 0, 0, "what personal scores are the sum of, with weights"},
    Setting{"factors", &ModelSettings::factors, 0, 512,
            "dimensions of dense item vectors; 0: none; auto: 128 from 10,000 items on"},
    Setting{"factor_regularization", &ModelSettings::factor_regularization, 1e-6, 1000, "dense vectors: ridge"},
    Setting{"factor_unobserved_weight", &ModelSettings::factor_unobserved_weight, 1e-6, 10,
            "dense vectors: what a pair without an event counts"},
    Setting{"factor_sweeps", &ModelSettings::factor_sweeps, 1, 1000, "dense vectors: rounds of training"},
    Setting{"similar_neighbors", &ModelSettings::similar_neighbors, 1, 1000,
            "similar items that are kept for each item"},
    Setting{"popularity_discount_factor", &ModelSettings::similar_popularity_discount, 0, 1,
            "similar items: 0 favours popular ones, 1 rare ones"},
    Setting{"similar_shrinkage", &ModelSettings::similar_shrinkage, 0, 1e6,
            "similar items: common users that are doubted"},
    Setting{"min_cointeraction_count", &ModelSettings::min_cointeraction_count, 0, 10,
            "sims: users that two items must share"},
    Setting{"basket_hours", &ModelSettings::basket_hours, 0, 8760,
            "frequently bought together: hours from the first purchase of a basket to the last"},
    Setting{"session_hours", &ModelSettings::session_hours, 0, 8760,
            "customers who viewed X: hours from the first view of a session to the last"},
    Setting{"sequence_window", &ModelSettings::sequence_window, 1, 1000,
            "because you watched X: events behind X that count"},
    Setting{"trend_discovery_frequency", &ModelSettings::trend_discovery_frequency, 0, 0,
            "trending now: length of the intervals that are compared"},
    Setting{"history", &ModelSettings::history, 0, 4000, "newest events of each user that go into the file"},
    Setting{"max_history", &ModelSettings::max_history, 1, 4000, "newest items of a user that count in an answer"},
    Setting{"demote_seen", &ModelSettings::demote_seen, 0, 1, "rank items that the user knows behind all others"},
    Setting{"softmax_scale", &ModelSettings::softmax_scale, 0.001, 1e6, "sharpness of the scores in answers"},
};

std::string range_of(const Setting& setting) {
  if (std::holds_alternative<std::optional<bool> ModelSettings::*>(setting.member)) return "true, false, auto";
  if (std::holds_alternative<std::optional<Blend> ModelSettings::*>(setting.member)) {
    return "component:weight or component@events:weight, separated by commas, or auto";
  }
  if (std::holds_alternative<std::optional<std::vector<NamedContextWeight>> ModelSettings::*>(setting.member)) {
    return "column:weight with weights from 0 to 1, separated by commas, none, or auto";
  }
  if (std::holds_alternative<std::vector<EventWeight> ModelSettings::*>(setting.member)) {
    return "all, or type:weight or type>=value:weight with weights from -1 to 1, separated by commas";
  }
  if (std::holds_alternative<std::vector<TimeScale> ModelSettings::*>(setting.member)) {
    return "1 to 4 of events/window, separated by commas; events above 0 to 1000000, window 1 to 4000";
  }
  if (std::holds_alternative<std::string ModelSettings::*>(setting.member)) return trend_frequencies();
  const std::string range = number_text(setting.least) + " to " + number_text(setting.most);
  const bool may_be_open = std::holds_alternative<std::optional<double> ModelSettings::*>(setting.member) ||
                           std::holds_alternative<std::optional<unsigned> ModelSettings::*>(setting.member);
  return may_be_open ? range + ", auto" : range;
}

std::string time_scales_text(const std::vector<TimeScale>& scales) {
  std::string text;
  for (const TimeScale& scale : scales) {
    text += (text.empty() ? "" : ",") + number_text(scale.scale) + "/" + std::to_string(scale.window);
  }
  return text;
}

template <typename T>
std::string value_text(const T& value) {
  if constexpr (std::is_same_v<T, std::optional<bool>>)
    return value ? (*value ? "true" : "false") : "auto";
  else if constexpr (std::is_same_v<T, std::optional<double>> || std::is_same_v<T, std::optional<unsigned>>)
    return value ? value_text(*value) : "auto";
  else if constexpr (std::is_same_v<T, std::optional<Blend>>)
    return value ? blend_text(*value) : "auto";
  else if constexpr (std::is_same_v<T, std::optional<std::vector<NamedContextWeight>>>)
    return value ? context_weights_text(*value) : "auto";
  else if constexpr (std::is_same_v<T, std::vector<EventWeight>>)
    return event_weights_text(value);
  else if constexpr (std::is_same_v<T, std::vector<TimeScale>>)
    return time_scales_text(value);
  else if constexpr (std::is_same_v<T, double>)
    return number_text(value);
  else if constexpr (std::is_same_v<T, std::string>)
    return value;
  else
    return std::to_string(value);
}

bool read_value(const Setting&, std::string_view text, std::optional<bool>& value) {
  if (text != "auto" && text != "true" && text != "false") return false;
  value = text == "auto" ? std::nullopt : std::optional(text == "true");
  return true;
}

std::string text_of(const ModelSettings& settings, const Setting& setting) {
  return std::visit([&](auto member) { return value_text(settings.*member); }, setting.member);
}

template <typename Number>
bool read_value(const Setting& setting, std::string_view text, std::optional<Number>& value) {
  value.reset();
  Number number{};
  if (text == "auto") return true;
  if (!read_number(text, setting.least, setting.most, number)) return false;
  value = number;
  return true;
}

bool read_value(const Setting&, std::string_view text, std::optional<Blend>& value) {
  if (text == "auto") {
    value.reset();
    return true;
  }
  auto blend = parse_blend(text);
  if (blend) value = *std::move(blend);
  return static_cast<bool>(blend);
}

bool read_value(const Setting&, std::string_view text, std::optional<std::vector<NamedContextWeight>>& value) {
  if (text == "auto") {
    value.reset();
    return true;
  }
  auto weights = parse_context_weights(text);
  if (weights) value = *std::move(weights);
  return static_cast<bool>(weights);
}

bool read_value(const Setting&, std::string_view text, std::vector<EventWeight>& value) {
  auto weights = parse_event_weights(text);
  if (weights) value = *std::move(weights);
  return static_cast<bool>(weights);
}

bool read_value(const Setting&, std::string_view text, std::vector<TimeScale>& value) {
  std::vector<TimeScale> scales;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::string_view entry = text.substr(begin, text.find(',', begin) - begin);
    const std::size_t slash = entry.find('/');
    TimeScale scale;
    if (slash == std::string_view::npos || !read_number(entry.substr(0, slash), 1e-3, 1e6, scale.scale) ||
        !read_number(entry.substr(slash + 1), 1, 4000, scale.window)) {
      return false;
    }
    scales.push_back(scale);
    begin += entry.size() + 1;
  }
  if (scales.size() > 4) return false;
  value = std::move(scales);
  return true;
}

// The only setting of words.
bool read_value(const Setting&, std::string_view text, std::string& value) {
  if (!trend_interval(text)) return false;
  value = text;
  return true;
}

template <typename Number>
bool read_value(const Setting& setting, std::string_view text, Number& value) {
  return read_number(text, setting.least, setting.most, value);
}

}  // namespace

unsigned factor_dimensions(const ModelSettings& settings, std::size_t n_items) {
  if (settings.factors) return *settings.factors;
  return n_items >= 10'000 ? 128 : 0;
}

Result<void> add_recipe(ModelSettings& settings, std::string_view name) {
  const auto recipe = find_recipe_by_short_name(name);
  if (!recipe) {
    std::string known;
    for (const Recipe& one : all_recipes()) known += (known.empty() ? "" : ", ") + std::string(one.name);
    return Error{ErrorCode::invalid_input,
                 "expected one of the recipes " + known + ", got '" + std::string(name) + "'"};
  }
  settings.recipes.emplace_back(recipe->name);
  if (!recipe->stand_in.empty()) settings.recipes.emplace_back(recipe->stand_in);
  return {};
}

bool wants_recipe(const ModelSettings& settings, std::string_view recipe) {
  return settings.recipes.empty() ||
         std::find(settings.recipes.begin(), settings.recipes.end(), recipe) != settings.recipes.end();
}

bool wants_component(const ModelSettings& settings, std::string_view component) {
  if (!settings.blend) return true;
  return std::any_of(settings.blend->begin(), settings.blend->end(),
                     [&](const BlendTerm& term) { return same_field_name(term.component, component); });
}

std::vector<SettingDescription> setting_descriptions() {
  std::vector<SettingDescription> descriptions;
  const ModelSettings defaults;
  for (const Setting& setting : kSettings) {
    descriptions.push_back({setting.name, text_of(defaults, setting), range_of(setting), setting.meaning});
  }
  return descriptions;
}

std::string setting_text(const ModelSettings& settings, std::string_view name) {
  const auto found =
      std::find_if(kSettings.begin(), kSettings.end(), [&](const Setting& setting) { return setting.name == name; });
  assert(found != kSettings.end());
  return text_of(settings, *found);
}

Result<void> set(ModelSettings& settings, std::string_view assignment) {
  const std::size_t equals = assignment.find('=');
  const std::string_view name = assignment.substr(0, equals);
  std::string known;
  for (const Setting& setting : kSettings) {
    known += (known.empty() ? "" : ", ") + std::string(setting.name);
    if (setting.name != name || equals == std::string_view::npos) continue;
    const std::string_view text = assignment.substr(equals + 1);
    const bool good =
        std::visit([&](auto member) { return read_value(setting, text, settings.*member); }, setting.member);
    if (good) return {};
    return Error{ErrorCode::invalid_input, "setting " + std::string(name) + ": expected " + range_of(setting) +
                                               ", got '" + std::string(text) + "'"};
  }
  return Error{ErrorCode::invalid_input,
               "expected name=value with one of " + known + ", got '" + std::string(assignment) + "'"};
}

}  // namespace pocketrec
