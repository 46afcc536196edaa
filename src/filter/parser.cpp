#include <algorithm>
#include <initializer_list>
#include <iterator>
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
constexpr std::string_view kMoreOperators =
    "operators: IN, NOT IN, =, !=, <, <=, >, >=, BETWEEN, IS NULL, IS NOT NULL, STARTS WITH";

// Parentheses and NOTs in each other: ours. Each is a call of the parser within itself.
constexpr std::size_t kMaxDepth = 32;

// A single term stays as it is, and terms of the same kind are taken apart: All and Any have two terms or more, none of
// their own kind.
template <typename Junction, typename Leaf>
Condition<Leaf> join(std::vector<Condition<Leaf>> terms) {
  if (terms.size() == 1) return std::move(terms.front());
  Junction junction;
  for (Condition<Leaf>& term : terms) {
    if (auto* same = std::get_if<Junction>(&term.node)) {
      std::move(same->terms.begin(), same->terms.end(), std::back_inserter(junction.terms));
    } else {
      junction.terms.push_back(std::move(term));
    }
  }
  return {std::move(junction)};
}

class Parser {
 public:
  Parser(std::string_view text, FilterLanguage language)
      : text_(text), language_(language), lexer_(text), token_(lexer_.next()) {}

  Result<FilterExpression> filter();

 private:
  Result<Clause> clause();
  Result<Verb> verb();
  Result<Target> target();
  // Conditions whose single ones are read by `leaf`, a member that returns a Result<Condition<Leaf>>.
  template <typename Leaf>
  Result<Condition<Leaf>> conditions(Result<Condition<Leaf>> (Parser::*leaf)());
  template <typename Leaf>
  Result<Condition<Leaf>> conjunction(Result<Condition<Leaf>> (Parser::*leaf)());
  template <typename Leaf>
  Result<Condition<Leaf>> factor(Result<Condition<Leaf>> (Parser::*leaf)());
  Result<Condition<Test>> test();
  Result<Condition<Test>> event_count(Place place);
  Result<Condition<FieldTest>> field_test();
  Result<FieldReference> field();
  Result<FieldTest> membership(FieldReference field);
  Result<FieldTest> comparison(FieldReference field, ComparisonOperator op);
  Result<FieldTest> null_test(FieldReference field);
  Result<FieldTest> prefix_test(FieldReference field);
  Result<Condition<FieldTest>> range(FieldReference field);
  Result<Operand> compared_value();
  Result<std::vector<Operand>> list();
  Result<Operand> operand();
  Result<Literal> number();
  Result<Operand> moment();

  bool is_extended() const { return language_ == FilterLanguage::extended; }
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
  FilterLanguage language_;
  Lexer lexer_;
  Token token_;
  std::size_t depth_ = 0;
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
  if (is(TokenKind::name) && find_field_owner(token_.text)) {
    return is_extended() ? "of fields, only CurrentItem.FIELD and CurrentUser.FIELD stand on the right"
                         : "of fields, only CurrentItem.FIELD stands on the right";
  }
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
  filter.language = language_;
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
  auto where = conditions(&Parser::test);
  if (!where) return where.error();
  clause.where = *std::move(where);

  if (skip_word("IF")) {
    auto condition = is_extended() ? conditions(&Parser::field_test) : conjunction(&Parser::field_test);
    if (!condition) return condition.error();
    clause.user_condition = *std::move(condition);
  }
  if (is(TokenKind::pipe) || is(TokenKind::end)) return clause;
  if (is_word("INCLUDE") || is_word("EXCLUDE")) return expected("| or the end", "join two expressions with |");
  if (!clause.user_condition) return expected("AND, OR, IF, | or the end", "conditions are joined by AND or OR");
  return expected(is_extended() ? "AND, OR, | or the end" : "AND, | or the end",
                  is_word("OR")   ? "conditions after IF are joined by AND only"
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

template <typename Leaf>
Result<Condition<Leaf>> Parser::conditions(Result<Condition<Leaf>> (Parser::*leaf)()) {
  std::vector<Condition<Leaf>> any;
  do {
    auto next = conjunction(leaf);
    if (!next) return next.error();
    any.push_back(*std::move(next));
  } while (skip_word("OR"));
  return join<typename Condition<Leaf>::Any>(std::move(any));
}

template <typename Leaf>
Result<Condition<Leaf>> Parser::conjunction(Result<Condition<Leaf>> (Parser::*leaf)()) {
  std::vector<Condition<Leaf>> all;
  do {
    auto next = factor(leaf);
    if (!next) return next.error();
    all.push_back(*std::move(next));
  } while (skip_word("AND"));
  return join<typename Condition<Leaf>::All>(std::move(all));
}

template <typename Leaf>
Result<Condition<Leaf>> Parser::factor(Result<Condition<Leaf>> (Parser::*leaf)()) {
  const bool is_negated = is_word("NOT");
  if (!is_extended() || !(is_negated || is(TokenKind::left_parenthesis))) return (this->*leaf)();
  if (depth_ == kMaxDepth) {
    return expected("at most " + std::to_string(kMaxDepth) + " parentheses and NOTs in each other",
                    "write it with fewer");
  }
  ++depth_;
  take();
  auto inner = is_negated ? factor(leaf) : conditions(leaf);
  if (!inner) return inner.error();
  --depth_;
  if (is_negated) {
    typename Condition<Leaf>::Not negation;
    negation.terms.push_back(*std::move(inner));
    return Condition<Leaf>{std::move(negation)};
  }
  if (!skip(TokenKind::right_parenthesis)) return expected("AND, OR or )", "this parenthesis is not closed");
  return inner;
}

Result<Condition<Test>> Parser::test() {
  const Place place{token_.offset};
  if (is_extended() && is_word("COUNT")) return event_count(place);
  auto tests = field_test();
  if (!tests) return tests.error();
  return transform_leaves<Test>(*tests, [](const FieldTest& test) -> Result<Test> { return Test{test}; });
}

Result<Condition<Test>> Parser::event_count(Place place) {
  take();
  if (!skip(TokenKind::left_parenthesis)) {
    return expected("( after COUNT", "write COUNT(Interactions.EVENT_TYPE IN (\"watch\")) >= 2");
  }
  auto events = conditions(&Parser::field_test);
  if (!events) return events.error();
  if (!skip(TokenKind::right_parenthesis)) return expected("AND, OR or )", "this parenthesis is not closed");
  const auto op = find_comparison_operator(token_.kind);
  if (!op) return expected("=, !=, <, <=, > or >= after COUNT(...)", "say how many events: COUNT(...) >= 2");
  take();
  auto right = compared_value();
  if (!right) return right.error();
  return Condition<Test>{EventCount{*std::move(events), *op, *std::move(right), place}};
}

Result<Condition<FieldTest>> Parser::field_test() {
  auto left = field();
  if (!left) return left.error();
  const auto as_leaf = [](Result<FieldTest> made) -> Result<Condition<FieldTest>> {
    if (!made) return made.error();
    return Condition<FieldTest>{*std::move(made)};
  };
  if (is_extended()) {
    if (is_word("BETWEEN")) return range(*std::move(left));
    if (is_word("IS")) return as_leaf(null_test(*std::move(left)));
    if (is_word("STARTS")) return as_leaf(prefix_test(*std::move(left)));
  }
  if (is_word("IN") || is_word("NOT") || is_word("NOT_IN")) return as_leaf(membership(*std::move(left)));
  if (const auto op = find_comparison_operator(token_.kind)) return as_leaf(comparison(*std::move(left), *op));
  if (is_extended()) return expected("an operator", kMoreOperators);
  return expected("an operator", is_word("BETWEEN") ? "write two conditions: >= AND <=" : kOperators);
}

Result<FieldReference> Parser::field() {
  if (is(TokenKind::left_parenthesis) && !is_extended()) {
    return expected("a field", "parentheses do not group conditions");
  }
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

Result<FieldTest> Parser::membership(FieldReference field) {
  Membership membership;
  membership.field = std::move(field);
  membership.operator_place = {token_.offset};
  if (skip_word("NOT_IN")) {
    membership.negated = true;
  } else {
    membership.negated = skip_word("NOT");
    if (!skip_word("IN")) {
      const bool is_range = is_extended() && is_word("BETWEEN");
      return expected("IN", is_range ? "write NOT in front: NOT Items.PRICE BETWEEN ..." : kOperators);
    }
  }

  if (is_word("CurrentItem") || (is_extended() && is_word("CurrentUser"))) {
    auto current = this->field();
    if (!current) return current.error();
    membership.operands.emplace_back(*std::move(current));
    return FieldTest{std::move(membership)};
  }
  if (!skip(TokenKind::left_parenthesis)) {
    return expected(is_extended() ? "(, CurrentItem or CurrentUser after IN" : "( or CurrentItem after IN",
                    "values stand in parentheses, text in quotes: (\"a\", \"b\")");
  }
  auto operands = list();
  if (!operands) return operands.error();
  membership.operands = *std::move(operands);
  return FieldTest{std::move(membership)};
}

// Everything after the opening parenthesis.
Result<std::vector<Operand>> Parser::list() {
  std::vector<Operand> operands;
  if (is(TokenKind::right_parenthesis)) return expected("a value", "a list has at least one value");
  do {
    const Token begin = token_;
    auto next = operand();
    if (!next) return next.error();
    if (std::holds_alternative<RelativeTime>(*next)) {
      return expected_at(begin, "a number or quoted text", "NOW stands after =, !=, <, <=, > or >=");
    }
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

Result<FieldTest> Parser::comparison(FieldReference field, ComparisonOperator op) {
  Comparison comparison{std::move(field), op, {}, {token_.offset}};
  take();
  if (op == ComparisonOperator::equal && is(TokenKind::equal)) return expected("a value", "write = once");
  if (op == ComparisonOperator::less && is(TokenKind::greater)) return expected("a value", "write != for different");
  auto right = compared_value();
  if (!right) return right.error();
  comparison.operand = *std::move(right);
  return FieldTest{std::move(comparison)};
}

Result<FieldTest> Parser::null_test(FieldReference field) {
  take();
  const bool is_negated = skip_word("NOT");
  if (!skip_word("NULL")) return expected(is_negated ? "NULL" : "NULL or NOT NULL", "write IS NULL or IS NOT NULL");
  return FieldTest{NullTest{std::move(field), is_negated}};
}

Result<FieldTest> Parser::prefix_test(FieldReference field) {
  const Place place{token_.offset};
  take();
  if (!skip_word("WITH")) return expected("WITH", "write STARTS WITH \"text\"");
  auto prefix = compared_value();
  if (!prefix) return prefix.error();
  return FieldTest{PrefixTest{std::move(field), *std::move(prefix), place}};
}

// Two comparisons: that is what it means.
Result<Condition<FieldTest>> Parser::range(FieldReference field) {
  const Place place{token_.offset};
  take();
  auto low = compared_value();
  if (!low) return low.error();
  if (!skip_word("AND")) return expected("AND", "write BETWEEN 1970 AND 1980, both included");
  auto high = compared_value();
  if (!high) return high.error();
  Condition<FieldTest>::All both;
  both.terms.push_back({Comparison{field, ComparisonOperator::greater_equal, *std::move(low), place}});
  both.terms.push_back({Comparison{std::move(field), ComparisonOperator::less_equal, *std::move(high), place}});
  return Condition<FieldTest>{std::move(both)};
}

// One value, with or without parentheses.
Result<Operand> Parser::compared_value() {
  const bool parenthesised = skip(TokenKind::left_parenthesis);
  auto value = operand();
  if (!value) return value.error();
  if (parenthesised && !skip(TokenKind::right_parenthesis)) return expected(")", "a comparison takes one value");
  return value;
}

Result<Operand> Parser::operand() {
  const Place place{token_.offset};
  if (is_extended()) {
    if (is_word("true") || is_word("false")) return Operand{Literal{same_word(take().text, "true"), place}};
    if (is(TokenKind::moment)) return moment();
    if (is_word("NOW")) return take(), Operand{RelativeTime{0, place}};
  }
  if (is_word("CurrentItem") || (is_extended() && is_word("CurrentUser"))) {
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

Result<Operand> Parser::moment() {
  const Token token = token_;
  const auto offset = offset_of_moment(token.text);
  if (!offset) return expected_at(token, "a moment within a thousand years of NOW", "units: s, m, h, d, w");
  take();
  return Operand{RelativeTime{*offset, {token.offset}}};
}

}  // namespace

Result<FilterExpression> parse_filter(std::string_view text, FilterLanguage language) {
  const std::size_t characters = count_characters(text);
  if (characters == 0 || characters > limits::kExpressionLength) {
    return Error{ErrorCode::invalid_input, "expected a filter of 1 to " + std::to_string(limits::kExpressionLength) +
                                               " characters, got " + std::to_string(characters)};
  }
  return Parser(text, language).filter();
}

}  // namespace pocketrec
