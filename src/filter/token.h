#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pocketrec {

/// Kinds of tokens of the filter language. Keywords are names: whether `in` is the operator or a column depends on
/// where it stands, so the parser decides.
enum class TokenKind {
  name,               ///< letters, digits and _, not beginning with a digit
  parameter,          ///< $NAME
  string,             ///< quoted text
  number,             ///< 12, -3.5
  moment,             ///< NOW - 7d; NOW alone is a name
  left_parenthesis,   ///< (
  right_parenthesis,  ///< )
  comma,              ///< ,
  dot,                ///< .
  pipe,               ///< |
  equal,              ///< =
  not_equal,          ///< !=
  less,               ///< <
  less_equal,         ///< <=
  greater,            ///< >
  greater_equal,      ///< >=
  invalid,            ///< text that is no token; the Lexer's problem() says why
  end,                ///< the end of the text
};

/// A piece of the filter's text. A view into it: lives no longer than the text.
struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;   ///< as written, quotes and $ included; empty at the end
  std::size_t offset = 0;  ///< bytes before it
};

/// The token for messages: as written, cut after 40 bytes or so; "the end of the text" at the end.
std::string describe(const Token& token);

/// The value of a string token or of a quoted filter value: without its quotes, with \" \' \\ replaced by the
/// character they stand for. Any other backslash stands for itself (contract/filters.md §2, lexical rules).
/// Precondition: at least two bytes, of which the first and last are the quotes.
std::string unquote(std::string_view quoted);

/// True when the words are equal but for the case of ASCII letters.
bool same_word(std::string_view a, std::string_view b);

/// True for a letter, digit or underscore of ASCII: what names and parameters are made of.
bool is_word_character(char c);

/// True for blanks between tokens: space, tab, line feed, carriage return.
bool is_blank(char c);

/// The offset of a moment token in seconds; nothing beyond a thousand years. Units: s, m, h, d, w.
std::optional<std::int64_t> offset_of_moment(std::string_view moment);

/// Longest name of a parameter (contract/filters.md §2).
inline constexpr std::size_t kMaxParameterName = 50;

}  // namespace pocketrec
