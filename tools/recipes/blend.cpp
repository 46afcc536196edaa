#include "recipes/blend.h"

#include <algorithm>
#include <array>

#include "domain/number_text.h"
#include "recipes/refused_setting.h"

namespace pocketrec {
namespace {

constexpr std::array<std::string_view, 2> kColumnComponents = {kContextComponent, kUserComponent};

/// Begins as "context:DEVICE" and "user:COUNTRY" do.
bool names_column(std::string_view component) {
  return std::any_of(kColumnComponents.begin(), kColumnComponents.end(), [&](std::string_view kind) {
    return component.starts_with(kind) && component.size() > kind.size();
  });
}

Result<BlendTerm> parse_term(std::string_view text) {
  BlendTerm term;
  const std::size_t colon = names_column(text) ? text.rfind(':') : text.find(':');
  if (colon == std::string_view::npos || !read_number(text.substr(colon + 1), -1000, 1000, term.weight)) {
    return refused_setting("blend", "component:weight with a weight from -1000 to 1000", text);
  }
  std::string_view component = text.substr(0, colon);
  if (const std::size_t at = component.find('@'); at != std::string_view::npos) {
    if (!read_number(component.substr(at + 1), 1e-3, 1e6, term.time_scale)) {
      return refused_setting("blend", "component@events:weight with 0.001 to 1000000 events", text);
    }
    component = component.substr(0, at);
  }
  const auto& names = blend_component_names();
  if (std::find(names.begin(), names.end(), component) == names.end() && !names_column(component)) {
    std::string known;
    for (const std::string_view name : names) known += (known.empty() ? "" : ", ") + std::string(name);
    return refused_setting("blend", "one of the components " + known + ", context:COLUMN, user:COLUMN", component);
  }
  term.component = component;
  return term;
}

}  // namespace

const std::vector<std::string_view>& blend_component_names() {
  static const std::vector<std::string_view> names = {"item-to-item", "sequence",   "repeat", "factors",
                                                      "content",      "popularity", "recent"};
  return names;
}

Result<Blend> parse_blend(std::string_view text) {
  Blend blend;
  while (true) {
    const std::size_t comma = text.find(',');
    auto term = parse_term(text.substr(0, comma));
    if (!term) return term.error();
    if (std::any_of(blend.begin(), blend.end(),
                    [&](const auto& other) { return other.component == term->component; })) {
      return refused_setting("blend", "each component once", text.substr(0, comma));
    }
    blend.push_back(*std::move(term));
    if (comma == std::string_view::npos) return blend;
    text.remove_prefix(comma + 1);
  }
}

std::string blend_text(const Blend& blend) {
  std::string text;
  for (const BlendTerm& term : blend) {
    text += (text.empty() ? "" : ",") + term.component;
    if (term.time_scale > 0) text += "@" + number_text(term.time_scale);
    text += ":" + number_text(term.weight);
  }
  return text;
}

}  // namespace pocketrec
