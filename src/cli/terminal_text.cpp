#include "cli/terminal_text.h"

#include <cstdio>

namespace pocketrec {

std::string terminal_text(std::string_view text, std::string_view kept) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : '\0');
    const bool is_c1 = byte == 0xC2 && next >= 0x80 && next < 0xA0;
    const bool is_control = (byte < 0x20 && kept.find(text[i]) == std::string_view::npos) || byte == 0x7F;
    if (!is_c1 && !is_control) {
      result += text[i];
      continue;
    }
    char escape[8];
    std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(is_c1 ? next : byte));
    result += escape;
    if (is_c1) ++i;
  }
  return result;
}

}  // namespace pocketrec
