#include "filter/lexer.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <utility>

namespace pocketrec {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Length of the UTF-8 character at the beginning of `text`; what is no UTF-8 goes byte by byte.
std::size_t character_length(std::string_view text) {
  std::size_t length = 1;
  while (length < 4 && length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) ++length;
  return length;
}

std::size_t count_while(std::string_view text, bool (*holds)(char)) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), holds) - text.begin());
}

/// Seconds of a unit of time; 0 for another letter.
std::int64_t seconds_of(char unit) {
  switch (lower(unit)) {
    case 's':
      return 1;
    case 'm':
      return 60;
    case 'h':
      return 3'600;
    case 'd':
      return 86'400;
    case 'w':
      return 604'800;
    default:
      return 0;
  }
}

/// How many bytes of `text`, which follows a NOW, are its offset: a sign, digits and a unit. 0 when it has none.
std::size_t offset_length(std::string_view text) {
  std::size_t length = count_while(text, is_blank);
  if (length == text.size() || (text[length] != '-' && text[length] != '+')) return 0;
  ++length;
  length += count_while(text.substr(length), is_blank);
  const std::size_t digits = count_while(text.substr(length), is_digit);
  length += digits;
  if (digits == 0 || length == text.size() || seconds_of(text[length]) == 0) return 0;
  ++length;
  return length < text.size() && is_word_character(text[length]) ? 0 : length;
}

}  // namespace

std::optional<std::int64_t> offset_of_moment(std::string_view moment) {
  const std::size_t sign = moment.find_first_of("+-");
  const std::size_t begin = moment.find_first_of("0123456789");
  std::int64_t count = 0;
  const auto [end, problem] = std::from_chars(moment.data() + begin, moment.data() + moment.size(), count);
  const std::int64_t unit = seconds_of(*end);
  // A thousand years are enough, and sums with any clock stay within 64 bits.
  constexpr std::int64_t kLongest = 1'000LL * 366 * 86'400;
  if (problem != std::errc() || count > kLongest / unit) return std::nullopt;
  return moment[sign] == '-' ? -count * unit : count * unit;
}

bool is_word_character(char c) {
  return (lower(c) >= 'a' && lower(c) <= 'z') || is_digit(c) || c == '_';
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string describe(const Token& token) {
  if (token.kind == TokenKind::end) return "the end of the text";
  constexpr std::size_t kShown = 40;
  if (token.text.size() <= kShown) return std::string(token.text);
  std::size_t cut = kShown;
  while ((static_cast<unsigned char>(token.text[cut]) & 0xC0U) == 0x80U) --cut;
  return std::string(token.text.substr(0, cut)) + "...";
}

std::string unquote(std::string_view quoted) {
  assert(quoted.size() >= 2);
  const std::string_view inner = quoted.substr(1, quoted.size() - 2);
  std::string value;
  value.reserve(inner.size());
  for (std::size_t i = 0; i < inner.size(); ++i) {
    const bool escape = inner[i] == '\\' && i + 1 < inner.size() &&
                        (inner[i + 1] == '"' || inner[i + 1] == '\'' || inner[i + 1] == '\\');
    if (escape) ++i;
    value += inner[i];
  }
  return value;
}

Token Lexer::next() {
  position_ += count_while(text_.substr(position_), is_blank);
  if (position_ == text_.size()) return {TokenKind::end, {}, position_};
  const char c = text_[position_];
  if (c == '$') return parameter();
  if (c == '"' || c == '\'') return string();
  if (is_digit(c) || c == '-' || c == '+') return number();
  if (is_word_character(c)) return name();
  return symbol();
}

Token Lexer::take(TokenKind kind, std::size_t length) {
  const Token token{kind, text_.substr(position_, length), position_};
  position_ += length;
  return token;
}

Token Lexer::refuse(std::size_t length, std::string message, std::string_view hint) {
  problem_ = {std::move(message), hint};
  return take(TokenKind::invalid, length);
}

Token Lexer::name() {
  const std::size_t length = count_while(text_.substr(position_), is_word_character);
  const std::size_t offset =
      same_word(text_.substr(position_, length), "NOW") ? offset_length(text_.substr(position_ + length)) : 0;
  return take(offset == 0 ? TokenKind::name : TokenKind::moment, length + offset);
}

Token Lexer::parameter() {
  const std::size_t length = count_while(text_.substr(position_ + 1), is_word_character);
  if (length == 0) return refuse(1, "expected a name after $", "letters, digits and _ make a name: $GENRE");
  if (length > kMaxParameterName) {
    return refuse(length + 1, "expected a name of 1 to 50 characters after $, got one of " + std::to_string(length),
                  "shorten this name");
  }
  return take(TokenKind::parameter, length + 1);
}

Token Lexer::number() {
  const std::string_view rest = text_.substr(position_);
  std::size_t length = is_digit(rest[0]) ? 0 : 1;
  const std::size_t digits = count_while(rest.substr(length), is_digit);
  length += digits;
  bool fraction_is_whole = true;
  if (digits > 0 && length < rest.size() && rest[length] == '.') {
    const std::size_t decimals = count_while(rest.substr(length + 1), is_digit);
    fraction_is_whole = decimals > 0;
    length += 1 + decimals;
  }
  // 1e5, 1.2.3 and 2nd are mistakes, not a number with something behind it.
  const std::size_t tail = count_while(rest.substr(length), [](char c) { return is_word_character(c) || c == '.'; });
  if (digits == 0 || !fraction_is_whole || tail > 0) {
    const Token written{TokenKind::invalid, rest.substr(0, length + tail), position_};
    return refuse(length + tail, "expected a number, got " + describe(written),
                  "digits with an optional sign and fraction: -12 or 19.99");
  }
  return take(TokenKind::number, length);
}

Token Lexer::string() {
  const std::string_view rest = text_.substr(position_);
  const char quote = rest[0];
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == quote) return take(TokenKind::string, i + 1);
    const bool escape =
        rest[i] == '\\' && i + 1 < rest.size() && (rest[i + 1] == '"' || rest[i + 1] == '\'' || rest[i + 1] == '\\');
    if (escape) ++i;
  }
  return refuse(rest.size(), std::string("expected ") + quote + " at the end of a text, got the end of the filter",
                "this quote is not closed");
}

Token Lexer::symbol() {
  const std::string_view rest = text_.substr(position_);
  if (rest.starts_with("!=")) return take(TokenKind::not_equal, 2);
  if (rest.starts_with("<=")) return take(TokenKind::less_equal, 2);
  if (rest.starts_with(">=")) return take(TokenKind::greater_equal, 2);
  switch (rest[0]) {
    case '(':
      return take(TokenKind::left_parenthesis, 1);
    case ')':
      return take(TokenKind::right_parenthesis, 1);
    case ',':
      return take(TokenKind::comma, 1);
    case '.':
      return take(TokenKind::dot, 1);
    case '|':
      return take(TokenKind::pipe, 1);
    case '=':
      return take(TokenKind::equal, 1);
    case '<':
      return take(TokenKind::less, 1);
    case '>':
      return take(TokenKind::greater, 1);
    default:
      break;
  }
  const std::string character(rest.substr(0, character_length(rest)));
  std::string_view hint = "the language has no such character outside of quotes";
  if (character == "\u201C" || character == "\u201D" || character == "\u2018" || character == "\u2019") {
    hint = "write straight quotes: \"";
  } else if (character == "&") {
    hint = "write AND";
  } else if (character == "!") {
    hint = "write != or NOT IN";
  }
  return refuse(character.size(), "expected a word, a value or an operator, got " + character, hint);
}

}  // namespace pocketrec
