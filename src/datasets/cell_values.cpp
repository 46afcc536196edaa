#include "datasets/cell_values.h"

#include <algorithm>
#include <utility>

namespace pocketrec {

std::vector<std::string> cell_values(const FieldValue& cell, const Field& field) {
  if (const auto* flag = std::get_if<bool>(&cell)) return {*flag ? "true" : "false"};
  const auto* text = std::get_if<std::string>(&cell);
  if (text == nullptr || text->empty()) return {};
  if (!field.categorical) return {*text};
  std::vector<std::string> values;
  for (std::size_t begin = 0; begin <= text->size();) {
    const std::size_t end = std::min(text->find('|', begin), text->size());
    std::string value = text->substr(begin, end - begin);
    if (!value.empty() && std::find(values.begin(), values.end(), value) == values.end()) {
      values.push_back(std::move(value));
    }
    begin = end + 1;
  }
  return values;
}

}  // namespace pocketrec
