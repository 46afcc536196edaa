#include "domain/utf8.h"

#include <algorithm>

namespace pocketrec {
namespace {

unsigned byte(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

/// Bytes of the well-formed character that the text begins with; 0 if it begins with none. Precondition: not empty.
std::size_t character_length(std::string_view text) {
  const unsigned first = byte(text, 0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
  for (std::size_t k = 1; k < length; ++k) {
    if ((byte(text, k) & 0xC0) != 0x80) return 0;
  }
  const unsigned second = byte(text, 1);
  // RFC 3629 §4: these leading bytes narrow what may follow.
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) || (first == 0xF0 && second < 0x90) ||
      (first == 0xF4 && second > 0x8F)) {
    return 0;
  }
  return length;
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = character_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::size_t count_characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

char32_t take_character(std::string_view& text) {
  const std::size_t length = character_length(text);
  char32_t character = kReplacementCharacter;
  if (length == 1) character = byte(text, 0);
  if (length > 1) {
    character = byte(text, 0) & (0x7FU >> length);
    for (std::size_t k = 1; k < length; ++k) character = character << 6 | (byte(text, k) & 0x3FU);
  }
  text.remove_prefix(std::max<std::size_t>(length, 1));
  return character;
}

}  // namespace pocketrec
