#include "recipes/context_setting.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "datasets/schema.h"
#include "recipes/refused_setting.h"

namespace pocketrec {

Result<std::vector<NamedContextWeight>> parse_context_weights(std::string_view text) {
  std::vector<NamedContextWeight> weights;
  if (text == "none") return weights;
  while (true) {
    const std::size_t comma = text.find(',');
    const std::string_view entry = text.substr(0, comma);
    const std::size_t colon = entry.rfind(':');
    NamedContextWeight weight;
    if (colon == std::string_view::npos || colon == 0)
      return refused_setting("context weights", "column:weight", entry);
    weight.column = entry.substr(0, colon);
    const std::string_view number = entry.substr(colon + 1);
    const auto [end, problem] = std::from_chars(number.data(), number.data() + number.size(), weight.mismatch);
    if (problem != std::errc() || end != number.data() + number.size() ||
        !(weight.mismatch >= 0 && weight.mismatch <= 1)) {
      return refused_setting("context weights", "column:weight with a weight from 0 to 1", entry);
    }
    if (std::any_of(weights.begin(), weights.end(),
                    [&](const auto& other) { return same_field_name(other.column, weight.column); })) {
      return refused_setting("context weights", "each column once", entry);
    }
    weights.push_back(std::move(weight));
    if (comma == std::string_view::npos) return weights;
    text.remove_prefix(comma + 1);
  }
}

std::string context_weights_text(const std::vector<NamedContextWeight>& weights) {
  std::string text;
  for (const NamedContextWeight& weight : weights) {
    char number[32];
    const auto end = std::to_chars(number, number + sizeof number, weight.mismatch).ptr;
    text += (text.empty() ? "" : ",") + weight.column + ":" + std::string(number, end);
  }
  return text.empty() ? "none" : text;
}

}  // namespace pocketrec
