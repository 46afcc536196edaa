#pragma once

#include <cstddef>
#include <string_view>

namespace pocketrec {

/// True when `text` is well-formed UTF-8 (RFC 3629): no overlong form, no surrogate, nothing above U+10FFFF.
bool is_utf8(std::string_view text);

/// Number of code points of well-formed text; of other text, of bytes that continue none.
std::size_t count_characters(std::string_view text);

inline constexpr char32_t kReplacementCharacter = 0xFFFD;

/// Removes the first character of the text and returns it; of text that is not well-formed, a byte and the replacement
/// character. Precondition: not empty.
char32_t take_character(std::string_view& text);

}  // namespace pocketrec
