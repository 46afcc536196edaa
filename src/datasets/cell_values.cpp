#include "datasets/cell_values.h"

#include <algorithm>

namespace pocketrec {

std::vector<std::string_view> cell_parts(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t bar = std::min(text.find('|'), text.size());
    const std::string_view part = text.substr(0, bar);
    if (!part.empty() && std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(part);
    text.remove_prefix(std::min(bar + 1, text.size()));
  }
  return parts;
}

std::vector<std::string> cell_values(const FieldValue& cell, const Field& field) {
  if (const auto* flag = std::get_if<bool>(&cell)) return {*flag ? "true" : "false"};
  const auto* text = std::get_if<std::string>(&cell);
  if (text == nullptr || text->empty()) return {};
  if (!field.categorical) return {*text};
  const std::vector<std::string_view> parts = cell_parts(*text);
  return {parts.begin(), parts.end()};
}

}  // namespace pocketrec
