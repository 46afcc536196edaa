#include "filter/lexer.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace pocketrec {
namespace {

std::vector<Token> tokens_of(std::string_view text) {
  Lexer lexer(text);
  std::vector<Token> tokens;
  do {
    tokens.push_back(lexer.next());
  } while (tokens.back().kind != TokenKind::end && tokens.back().kind != TokenKind::invalid);
  return tokens;
}

std::vector<TokenKind> kinds_of(std::string_view text) {
  std::vector<TokenKind> kinds;
  for (const Token& token : tokens_of(text)) kinds.push_back(token.kind);
  return kinds;
}

std::string problem_of(std::string_view text) {
  Lexer lexer(text);
  for (Token token = lexer.next(); token.kind != TokenKind::end; token = lexer.next()) {
    if (token.kind == TokenKind::invalid) return lexer.problem().message;
  }
  return "";
}

}  // namespace

TEST_SUITE("filter lexer") {
  TEST_CASE("tells all kinds of tokens apart") {
    using enum TokenKind;
    CHECK(kinds_of("a_1 $b 'c' \"d\" 12 -3.5 ( ) , . | = != < <= > >=") ==
          std::vector{name, parameter, string, string, number, number, left_parenthesis, right_parenthesis, comma, dot,
                      pipe, equal, not_equal, less, less_equal, greater, greater_equal, end});
  }

  TEST_CASE("needs no blanks between tokens") {
    using enum TokenKind;
    CHECK(kinds_of("Items.A>=-1|x!=$y") ==
          std::vector{name, dot, name, greater_equal, number, pipe, name, not_equal, parameter, end});
  }

  TEST_CASE("gives each token its text and the bytes before it") {
    const auto tokens = tokens_of(" \t\r\n'é' x");
    REQUIRE(tokens.size() == 3);
    CHECK(tokens[0].text == "'é'");
    CHECK(tokens[0].offset == 4);
    CHECK(tokens[1].text == "x");
    CHECK(tokens[1].offset == 9);
    CHECK(tokens[2].offset == 10);
  }

  TEST_CASE("stays at the end") {
    Lexer lexer("x");
    CHECK(lexer.next().kind == TokenKind::name);
    CHECK(lexer.next().kind == TokenKind::end);
    CHECK(lexer.next().kind == TokenKind::end);
  }

  TEST_CASE("lets a string end at its own unescaped quote only") {
    CHECK(tokens_of(R"("a'b\"c\\" x)")[0].text == R"("a'b\"c\\")");
    CHECK(tokens_of(R"('a"b\'c' x)")[0].text == R"('a"b\'c')");
    CHECK(tokens_of(R"("a\n" x)")[0].text == R"("a\n")");
  }

  TEST_CASE("says why a text is no token") {
    CHECK(problem_of("x \"abc") == "expected \" at the end of a text, got the end of the filter");
    CHECK(problem_of("x 'abc\\'") == "expected ' at the end of a text, got the end of the filter");
    CHECK(problem_of("$ x") == "expected a name after $");
    CHECK(problem_of("$" + std::string(50, 'x')) == "");
    CHECK(problem_of("$" + std::string(51, 'x')) == "expected a name of 1 to 50 characters after $, got one of 51");
    CHECK(problem_of("1.2.3") == "expected a number, got 1.2.3");
    CHECK(problem_of("-") == "expected a number, got -");
    CHECK(problem_of("7up") == "expected a number, got 7up");
    CHECK(problem_of("a & b") == "expected a word, a value or an operator, got &");
    CHECK(problem_of("a … b") == "expected a word, a value or an operator, got …");
    CHECK(problem_of("a \xFF") == "expected a word, a value or an operator, got \xFF");
  }

  TEST_CASE("unquotes both kinds of text") {
    CHECK(unquote(R"("")") == "");
    CHECK(unquote(R"("a\"b")") == "a\"b");
    CHECK(unquote(R"('a\'b\\')") == "a'b\\");
    CHECK(unquote(R"("a\'b")") == "a'b");
    CHECK(unquote(R"("a\nb\")") == R"(a\nb\)");
  }

  TEST_CASE("shows a long token by its beginning, between characters") {
    CHECK(describe({TokenKind::name, "GENRES", 0}) == "GENRES");
    CHECK(describe({TokenKind::end, "", 0}) == "the end of the text");
    const std::string text = "\"" + std::string(38, 'x') + "éé\"";
    CHECK(describe({TokenKind::string, text, 0}) == "\"" + std::string(38, 'x') + "...");
  }
}

}  // namespace pocketrec
