#include "recipes/settings.h"

#include <array>
#include <charconv>
#include <functional>
#include <type_traits>
#include <utility>
#include <variant>

namespace pocketrec {
namespace {

using Member = std::variant<unsigned ModelSettings::*, double ModelSettings::*, std::optional<bool> ModelSettings::*,
                            std::optional<double> ModelSettings::*>;

struct Setting {
  std::string_view name;
  Member member;
  double least;
  double most;
  std::string_view meaning;
};

const std::array kSettings = {
    Setting{"neighbors", &ModelSettings::neighbors, 1, 4096, "items that each item's score is computed from"},
    Setting{"user_exponent", &ModelSettings::user_exponent, 0, 1, "how much the events of busy users count less"},
    Setting{"item_exponent", &ModelSettings::item_exponent, 0, 1, "how much popular items count less"},
    Setting{"regularization", &ModelSettings::regularization, 0.01, 1000, "ridge, as a multiple of the mean diagonal"},
    Setting{"refit_ratio", &ModelSettings::refit_ratio, 0.01, 10, "ridge of the refit, as a part of the first one"},
    Setting{"memory_gib", &ModelSettings::memory_gib, 0.01, 1024,
            "memory that training may plan with; what does not fit is solved from co-occurrence"},
    Setting{"factors", &ModelSettings::factors, 0, 512, "dimensions of dense item vectors; 0: none"},
    Setting{"factor_weight", &ModelSettings::factor_weight, 0, 1, "how much the dense vectors count in a score"},
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
    Setting{"history", &ModelSettings::history, 0, 4000, "newest events of each user that go into the file"},
    Setting{"max_history", &ModelSettings::max_history, 1, 4000, "newest items of a user that count in an answer"},
    Setting{"demote_seen", &ModelSettings::demote_seen, 0, 1, "rank items that the user knows behind all others"},
    Setting{"softmax_scale", &ModelSettings::softmax_scale, 0.001, 1e6, "sharpness of the scores in answers"},
};

std::string short_number(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

std::string range_of(const Setting& setting) {
  if (std::holds_alternative<std::optional<bool> ModelSettings::*>(setting.member)) return "true, false, auto";
  const std::string range = short_number(setting.least) + " to " + short_number(setting.most);
  return std::holds_alternative<std::optional<double> ModelSettings::*>(setting.member) ? range + ", auto" : range;
}

template <typename T>
std::string value_text(const T& value) {
  if constexpr (std::is_same_v<T, std::optional<bool>>)
    return value ? (*value ? "true" : "false") : "auto";
  else if constexpr (std::is_same_v<T, std::optional<double>>)
    return value ? short_number(*value) : "auto";
  else if constexpr (std::is_same_v<T, double>)
    return short_number(value);
  else
    return std::to_string(value);
}

template <typename Number>
bool read_number(std::string_view text, double least, double most, Number& value) {
  Number number{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size()) return false;
  const auto real = static_cast<double>(number);
  if (!(real >= least && real <= most)) return false;
  value = number;
  return true;
}

bool read_value(const Setting&, std::string_view text, std::optional<bool>& value) {
  if (text != "auto" && text != "true" && text != "false") return false;
  value = text == "auto" ? std::nullopt : std::optional(text == "true");
  return true;
}

bool read_value(const Setting& setting, std::string_view text, std::optional<double>& value) {
  value.reset();
  double number = 0;
  if (text == "auto") return true;
  if (!read_number(text, setting.least, setting.most, number)) return false;
  value = number;
  return true;
}

template <typename Number>
bool read_value(const Setting& setting, std::string_view text, Number& value) {
  return read_number(text, setting.least, setting.most, value);
}

}  // namespace

std::vector<SettingDescription> setting_descriptions() {
  std::vector<SettingDescription> descriptions;
  const ModelSettings defaults;
  for (const Setting& setting : kSettings) {
    const std::string value = std::visit([&](auto member) { return value_text(defaults.*member); }, setting.member);
    descriptions.push_back({setting.name, value, range_of(setting), setting.meaning});
  }
  return descriptions;
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
