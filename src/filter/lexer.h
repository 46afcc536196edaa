#pragma once

#include <string>
#include <string_view>

#include "filter/token.h"

namespace pocketrec {

/// Why an invalid token is none.
struct LexicalProblem {
  std::string message;    ///< what was expected and what came
  std::string_view hint;  ///< what to write instead; points to constant text
};

/// Cuts the text of a filter into tokens, one at a time. A view: lives no longer than the text.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  /// The next token. At the end: `end`, again and again. After an invalid token the position is undefined.
  Token next();

  /// Says what is wrong with the invalid token that next() returned last.
  const LexicalProblem& problem() const { return problem_; }

 private:
  Token take(TokenKind kind, std::size_t length);
  Token refuse(std::size_t length, std::string message, std::string_view hint);
  Token name();
  Token parameter();
  Token number();
  Token string();
  Token symbol();

  std::string_view text_;
  std::size_t position_ = 0;
  LexicalProblem problem_;
};

}  // namespace pocketrec
