#include "filter/placeholders.h"

#include <algorithm>

#include "filter/token.h"

namespace pocketrec {
namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// Position of the quote that closes the one at the beginning; npos when there is none.
std::size_t closing_quote(std::string_view text) {
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') return i;
    if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\')) ++i;
  }
  return std::string_view::npos;
}

Error malformed(std::string_view parameter, std::string_view expected, std::size_t offset) {
  return {ErrorCode::invalid_input, std::string("filterValues: ")
                                        .append(parameter)
                                        .append(": expected ")
                                        .append(expected)
                                        .append(" (offset ")
                                        .append(std::to_string(offset))
                                        .append(")")};
}

}  // namespace

Result<std::vector<std::string>> parse_filter_values(std::string_view parameter, std::string_view text) {
  std::vector<std::string> values;
  const std::string_view all = text = trim(text);
  while (!text.empty()) {
    const auto offset = static_cast<std::size_t>(text.data() - all.data());
    std::string value;
    std::size_t length = 0;
    if (text.front() == '"') {
      const std::size_t close = closing_quote(text);
      if (close == std::string_view::npos) {
        if (text.size() == 1) break;  // the stray quote
        return malformed(parameter, "a \" that closes the one", offset);
      }
      value = unquote(text.substr(0, close + 1));
      length = std::min(text.find(',', close), text.size());
      const std::string_view rest = trim(text.substr(close + 1, length - close - 1));
      const bool stray_quote = rest == "\"" && length == text.size();
      if (!rest.empty() && !stray_quote) {
        return malformed(parameter, "a comma after a value in quotes", offset + close + 1);
      }
    } else {
      length = std::min(text.find(','), text.size());
      std::string_view bare = trim(text.substr(0, length));
      if (length == text.size() && bare.ends_with('"')) bare = trim(bare.substr(0, bare.size() - 1));
      value = std::string(bare);
    }
    if (!value.empty()) values.push_back(std::move(value));
    text = trim(text.substr(std::min(length + 1, text.size())));
  }
  return values;
}

Result<std::vector<std::string>> values_of(const Parameter& parameter,
                                           const std::map<std::string, std::string>* values) {
  if (!values) return std::vector<std::string>{};
  const auto entry = values->find(parameter.name);
  if (entry == values->end()) return std::vector<std::string>{};
  return parse_filter_values(parameter.name, entry->second);
}

}  // namespace pocketrec
