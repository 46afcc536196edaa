#include "command_line/terminal_text.h"

#include <cstdio>

#include "domain/utf8.h"

namespace pocketrec {

std::string terminal_text(std::string_view text, std::string_view kept) {
  std::string result;
  while (!text.empty()) {
    const std::string_view before = text;
    const char32_t character = take_character(text);
    const std::string_view bytes = before.substr(0, before.size() - text.size());
    const bool is_control = character < 0x20 || (character >= 0x7F && character < 0xA0);
    if (!is_control || kept.find(bytes) != std::string_view::npos) {
      result += bytes;
      continue;
    }
    char escape[8];
    std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(character));
    result += escape;
  }
  return result;
}

}  // namespace pocketrec
