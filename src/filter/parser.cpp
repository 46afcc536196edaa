#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/limits.h"
#include "domain/utf8.h"
#include "filter/diagnostic.h"
#include "filter/filter.h"
#include "filter/lexer.h"
#include "filter/number.h"
#include "filter/words.h"

namespace pocketrec {
namespace {

constexpr std::string_view kOwners = "Items, Interactions, Users, Actions, Action_Interactions or CurrentUser";
constexpr std::string_view kOperators = "operators: IN, NOT IN, =, !=, <, <=, >, >=";

// Leaves a single term as it is: All and Any have two terms or more.
template <typename Junction>
Condition<Test> join(std::vector<Condition<Test>> terms) {
  if (terms.size() == 1) return std::move(terms.front());
  return {Junction{std::move(terms)}};
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), lexer_(text), token_(lexer_.next()) {}

  Result<FilterExpression> filter();

 private:
  Result<Clause> clause();
  Result<Verb> verb();
  Result<Target> target();
  Result<Condition<Test>> conditions();
  Result<Condition<Test>> user_conditions();
  Result<Test> test();
  Result<FieldReference> field();
  Result<Test> membership(FieldReference field);
  Result<Test> comparison(FieldReference field, ComparisonOperator op);
  Result<std::vector<Operand>> list();
  Result<Operand> operand();
  Result<Literal> number();

  bool is(TokenKind kind) const { return token_.kind == kind; }
  bool is_word(std::string_view word) const { return is(TokenKind::name) && same_word(token_.text, word); }
  Token take() { return std::exchange(token_, lexer_.next()); }
  bool skip(TokenKind kind) { return is(kind) ? (take(), true) : false; }
  bool skip_word(std::string_view word) { return is_word(word) ? (take(), true) : false; }

  // The error that something else than the current token was expected.
  Error expected(std::string_view what, std::string_view hint) const;
  Error expected_at(const Token& token, std::string_view what, std::string_view hint) const;
  // The error that the current token is invalid.
  Error unreadable() const;
  std::string_view hint_for_value() const;

  std::string_view text_;
  Lexer lexer_;
  Token token_;
};

Error Parser::expected(std::string_view what, std::string_view hint) const {
  return is(TokenKind::invalid) ? unreadable() : expected_at(token_, what, hint);
}

Error Parser::unreadable() const {
  const LexicalProblem& problem = lexer_.problem();
  return error_at(text_, token_.offset, std::string(kInvalidExpression) + problem.message, problem.hint);
}

Error Parser::expected_at(const Token& token, std::string_view what, std::string_view hint) const {
  std::string message(kInvalidExpression);
  message.append("expected ").append(what).append(", got ").append(describe(token));
  return error_at(text_, token.offset, std::move(message), hint);
}

std::string_view Parser::hint_for_value() const {
  if (is_word("true") || is_word("false")) return "boolean fields cannot be filtered, and text needs quotes";
  if (is(TokenKind::name) && find_field_owner(token_.text))
    return "of fields, only CurrentItem.FIELD stands on the right";
  if (is(TokenKind::name)) return "text needs quotes";
  return "a number, quoted text, $NAME or CurrentItem.FIELD";
}

Result<FilterExpression> Parser::filter() {
  FilterExpression filter;
  do {
    auto next = clause();
    if (!next) return next.error();
    filter.clauses.push_back(*std::move(next));
  } while (skip(TokenKind::pipe));
  filter.text = std::string(text_);
  return filter;
}

Result<Clause> Parser::clause() {
  Clause clause;
  auto verb_read = verb();
  if (!verb_read) return verb_read.error();
  clause.verb = *verb_read;
  clause.target_place = {token_.offset};
  auto target_read = target();
  if (!target_read) return target_read.error();
  clause.target = *target_read;

  if (!skip_word("WHERE")) return expected("WHERE", "conditions follow WHERE");
  auto where = conditions();
  if (!where) return where.error();
  clause.where = *std::move(where);

  if (skip_word("IF")) {
    auto condition = user_conditions();
    if (!condition) return condition.error();
    clause.user_condition = *std::move(condition);
  }
  if (is(TokenKind::pipe) || is(TokenKind::end)) return clause;
  if (is_word("INCLUDE") || is_word("EXCLUDE")) return expected("| or the end", "join two expressions with |");
  if (!clause.user_condition) return expected("AND, OR, IF, | or the end", "conditions are joined by AND or OR");
  return expected("AND, | or the end", is_word("OR")   ? "conditions after IF are joined by AND only"
                                       : is_word("IF") ? "one IF, at the end of its expression"
                                                       : "an expression ends with its IF");
}

Result<Verb> Parser::verb() {
  if (skip_word("INCLUDE")) return Verb::include;
  if (skip_word("EXCLUDE")) return Verb::exclude;
  return expected("INCLUDE or EXCLUDE", "an expression begins with INCLUDE or EXCLUDE");
}

Result<Target> Parser::target() {
  for (const Target target : {Target::item_id, Target::user_id, Target::action_id}) {
    if (skip_word(target_name(target))) return target;
  }
  return expected("ItemID, UserID or ActionID", "say what is filtered, mostly ItemID");
}

Result<Condition<Test>> Parser::conditions() {
  std::vector<Condition<Test>> any;
  do {
    std::vector<Condition<Test>> all;
    do {
      auto next = test();
      if (!next) return next.error();
      all.push_back({*std::move(next)});
    } while (skip_word("AND"));
    any.push_back(join<Condition<Test>::All>(std::move(all)));
  } while (skip_word("OR"));
  return join<Condition<Test>::Any>(std::move(any));
}

Result<Condition<Test>> Parser::user_conditions() {
  std::vector<Condition<Test>> all;
  do {
    auto next = test();
    if (!next) return next.error();
    all.push_back({*std::move(next)});
  } while (skip_word("AND"));
  return join<Condition<Test>::All>(std::move(all));
}

Result<Test> Parser::test() {
  auto left = field();
  if (!left) return left.error();
  if (is_word("IN") || is_word("NOT") || is_word("NOT_IN")) return membership(*std::move(left));
  if (const auto op = find_comparison_operator(token_.kind)) return comparison(*std::move(left), *op);
  return expected("an operator", is_word("BETWEEN") ? "write two conditions: >= AND <=" : kOperators);
}

Result<FieldReference> Parser::field() {
  if (is(TokenKind::left_parenthesis)) return expected("a field", "parentheses do not group conditions");
  if (!is(TokenKind::name)) return expected("a field", "a field has its dataset in front: Items.PRICE");
  const Token owner_token = take();
  if (!is(TokenKind::dot)) {
    if (is(TokenKind::invalid)) return unreadable();
    if (same_word(owner_token.text, "NOT")) {
      return expected_at(owner_token, "a field", "NOT stands before IN only: Items.GENRES NOT IN (...)");
    }
    return expected_at(owner_token, "a dataset and a field", "write the dataset in front: Items.PRICE");
  }
  take();
  const auto owner = find_field_owner(owner_token.text);
  if (!owner) return expected_at(owner_token, "a dataset", kOwners);
  if (!is(TokenKind::name)) return expected("the name of a field", "a column of the schema");
  return FieldReference{*owner, std::string(take().text), {owner_token.offset}};
}

Result<Test> Parser::membership(FieldReference field) {
  Membership membership;
  membership.field = std::move(field);
  membership.operator_place = {token_.offset};
  if (skip_word("NOT_IN")) {
    membership.negated = true;
  } else {
    membership.negated = skip_word("NOT");
    if (!skip_word("IN")) return expected("IN", kOperators);
  }

  if (is_word("CurrentItem")) {
    auto current = this->field();
    if (!current) return current.error();
    membership.operands.emplace_back(*std::move(current));
    return Test{std::move(membership)};
  }
  if (!skip(TokenKind::left_parenthesis)) {
    return expected("( or CurrentItem after IN", "values stand in parentheses, text in quotes: (\"a\", \"b\")");
  }
  auto operands = list();
  if (!operands) return operands.error();
  membership.operands = *std::move(operands);
  return Test{std::move(membership)};
}

// Everything after the opening parenthesis.
Result<std::vector<Operand>> Parser::list() {
  std::vector<Operand> operands;
  if (is(TokenKind::right_parenthesis)) return expected("a value", "a list has at least one value");
  do {
    const Token begin = token_;
    auto next = operand();
    if (!next) return next.error();
    if (!operands.empty() && !std::holds_alternative<Literal>(*next)) {
      return expected_at(begin, "a number or quoted text", "a placeholder or CurrentItem stands alone in its list");
    }
    operands.push_back(*std::move(next));
    if (!std::holds_alternative<Literal>(operands.back()) && is(TokenKind::comma)) {
      return expected(")", "one placeholder holds the whole list, and stands alone in it");
    }
  } while (skip(TokenKind::comma));
  if (!skip(TokenKind::right_parenthesis)) return expected(", or )", "values are separated by commas");
  return operands;
}

Result<Test> Parser::comparison(FieldReference field, ComparisonOperator op) {
  Comparison comparison{std::move(field), op, {}, {token_.offset}};
  take();
  if (op == ComparisonOperator::equal && is(TokenKind::equal)) return expected("a value", "write = once");
  if (op == ComparisonOperator::less && is(TokenKind::greater)) return expected("a value", "write != for different");
  const bool parenthesised = skip(TokenKind::left_parenthesis);
  auto right = operand();
  if (!right) return right.error();
  comparison.operand = *std::move(right);
  if (parenthesised && !skip(TokenKind::right_parenthesis)) return expected(")", "a comparison takes one value");
  return Test{std::move(comparison)};
}

Result<Operand> Parser::operand() {
  const Place place{token_.offset};
  if (is_word("CurrentItem")) {
    auto current = field();
    if (!current) return current.error();
    return Operand{*std::move(current)};
  }
  if (is(TokenKind::number)) {
    auto literal = number();
    if (!literal) return literal.error();
    return Operand{*std::move(literal)};
  }
  if (is(TokenKind::parameter)) return Operand{Parameter{std::string(take().text.substr(1)), place}};
  if (is(TokenKind::string)) {
    std::string value = unquote(take().text);
    // A quoted placeholder is a placeholder (contract/filters.md §2, lexical rules).
    if (const Token inner = Lexer(value).next(); inner.kind == TokenKind::parameter && inner.text == value) {
      return Operand{Parameter{value.substr(1), place}};
    }
    return Operand{Literal{std::move(value), place}};
  }
  return expected("a value", hint_for_value());
}

Result<Literal> Parser::number() {
  const Token token = token_;
  const auto value = parse_number(token.text);
  if (!value) return expected_at(token, "a number within the range of double", "this number is out of range");
  take();
  return Literal{*value, {token.offset}};
}

}  // namespace

Result<FilterExpression> parse_filter(std::string_view text) {
  const std::size_t characters = count_characters(text);
  if (characters == 0 || characters > limits::kExpressionLength) {
    return Error{ErrorCode::invalid_input, "expected a filter of 1 to " + std::to_string(limits::kExpressionLength) +
                                               " characters, got " + std::to_string(characters)};
  }
  return Parser(text).filter();
}

}  // namespace pocketrec
