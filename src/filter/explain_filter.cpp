#include "filter/explain_filter.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <variant>

#include "filter/bound_filter.h"
#include "filter/filter.h"
#include "filter/lexer.h"
#include "filter/number.h"

namespace pocketrec {
namespace {

/// "A", "A or B", "A, B or C".
std::string joined(const std::vector<std::string>& parts, std::string_view last_joint) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) text += i + 1 < parts.size() ? ", " : last_joint;
    text += parts[i];
  }
  return text;
}

/// Whether a text reads as one word in a sentence: letters, digits, _ and -, and anything beyond ASCII.
bool is_plain_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_word_character(c) || c == '-' || static_cast<unsigned char>(c) >= 0x80;
  });
}

/// Says the conditions of one expression. A construct of the language is one function, found by the type of its node.
class Wording {
 public:
  explicit Wording(Target target) : target_(target) {}

  std::string words(const Condition<Test>& condition) const {
    return std::visit([this](const auto& node) { return words(node); }, condition.node);
  }

 private:
  std::string words(const Test& test) const {
    return std::visit([this](const auto& alternative) { return words(alternative); }, test);
  }

  std::string words(const Condition<Test>::All& all) const {
    std::vector<std::string> parts;
    for (const Condition<Test>& term : all.terms) {
      const bool is_choice = std::holds_alternative<Condition<Test>::Any>(term.node);
      parts.push_back(is_choice ? "(" + words(term) + ")" : words(term));
    }
    return joined(parts, " and ");
  }

  std::string words(const Condition<Test>::Any& any) const {
    std::vector<std::string> parts;
    bool is_nested = false;
    for (const Condition<Test>& term : any.terms) {
      is_nested = is_nested || !std::holds_alternative<Test>(term.node);
      parts.push_back(words(term));
    }
    return joined(parts, is_nested ? ", or " : " or ");
  }

  std::string words(const Membership& test) const {
    std::vector<std::string> values;
    for (const Operand& operand : test.operands) {
      const bool is_constant = std::holds_alternative<Literal>(operand);
      const bool is_parameter = std::holds_alternative<Parameter>(operand);
      values.push_back((is_constant ? "" : is_parameter ? "one of the values of " : "one of ") + value(operand));
    }
    if (is_event(test.field)) return event(test.negated, test.operands.front(), values);
    return subject(test.field) + (test.negated ? none_of(values) : " is " + joined(values, " or "));
  }

  std::string words(const Comparison& test) const {
    const bool is_parameter = std::holds_alternative<Parameter>(test.operand);
    const std::string right = (is_parameter ? "the value of " : "") + value(test.operand);
    if (is_event(test.field)) return event(test.op == ComparisonOperator::not_equal, test.operand, {right});
    return subject(test.field).append(relation(test.op)) + right;
  }

  static bool is_event(const FieldReference& field) {
    return field.owner == FieldOwner::interactions || field.owner == FieldOwner::action_interactions;
  }

  static std::string subject(const FieldReference& field) {
    return (field.owner == FieldOwner::current_user ? "the user's " : "whose ") + field.name;
  }

  std::string event(bool negated, const Operand& first, const std::vector<std::string>& types) const {
    const std::string has = target_ == Target::user_id ? "who have " : "with which the user has ";
    const auto* constant = std::get_if<Literal>(&first);
    if (constant != nullptr && constant->value == LiteralValue(std::string(kAnyEventType))) {
      return has + (negated ? "no event" : "an event of any type");
    }
    return has + (negated ? "no event " : "an event ") + (constant != nullptr ? "" : "that is ") +
           joined(types, " or ");
  }

  static std::string none_of(const std::vector<std::string>& values) {
    if (values.size() == 1) return " is not " + values.front();
    if (values.size() == 2) return " is neither " + values.front() + " nor " + values.back();
    return " is none of " + joined(values, " and ");
  }

  static std::string_view relation(ComparisonOperator op) {
    switch (op) {
      case ComparisonOperator::equal:
        return " is ";
      case ComparisonOperator::not_equal:
        return " is not ";
      case ComparisonOperator::less:
        return " is less than ";
      case ComparisonOperator::less_equal:
        return " is at most ";
      case ComparisonOperator::greater:
        return " is greater than ";
      case ComparisonOperator::greater_equal:
        break;
    }
    return " is at least ";
  }

  static std::string value(const Operand& operand) {
    return std::visit([](const auto& alternative) { return value(alternative); }, operand);
  }

  static std::string value(const Literal& literal) {
    if (const auto* integer = std::get_if<std::int64_t>(&literal.value)) return std::to_string(*integer);
    if (const auto* real = std::get_if<double>(&literal.value)) return decimal_literal(*real);
    const auto& text = *std::get_if<std::string>(&literal.value);
    return is_plain_word(text) ? text : '"' + text + '"';
  }

  static std::string value(const Parameter& parameter) { return "$" + parameter.name; }

  static std::string value(const FieldReference& field) { return "the current item's " + field.name; }

  Target target_;
};

std::string_view noun(Target target) {
  switch (target) {
    case Target::item_id:
      return "items";
    case Target::user_id:
      return "users";
    case Target::action_id:
      break;
  }
  return "actions";
}

/// " (only with values of $A and $B)".
std::string needed_values(std::vector<std::string> placeholders) {
  if (placeholders.empty()) return "";
  for (std::string& name : placeholders) name.insert(0, "$");
  return (placeholders.size() == 1 ? " (only with a value of " : " (only with values of ") +
         joined(placeholders, " and ") + ")";
}

/// Adds the sentences of one verb, which is `first` in its first sentence and `further` in those after it.
void add_sentences(const FilterExpression& expression, Verb verb, std::string_view first, std::string_view further,
                   std::vector<std::string>& sentences) {
  std::string_view verb_words = first;
  for (const Clause& clause : expression.clauses) {
    if (clause.verb != verb) continue;
    const Wording wording(clause.target);
    std::string sentence;
    if (clause.user_condition) sentence = "if " + wording.words(*clause.user_condition) + ", ";
    sentence.append(verb_words).append(" ").append(noun(clause.target)).append(" ").append(wording.words(clause.where));
    // Without a value an EXCLUDE is off, while an INCLUDE is an error (contract/filters.md §6).
    if (verb == Verb::exclude) sentence += needed_values(placeholders_of({{clause}, expression.text}));
    sentences.push_back(std::move(sentence));
    verb_words = further;
  }
}

}  // namespace

std::string explain_filter(const FilterExpression& expression) {
  std::vector<std::string> sentences;
  add_sentences(expression, Verb::include, "keeps", "also keeps", sentences);
  const std::size_t keeping = sentences.size();
  const bool always_keeps = std::any_of(expression.clauses.begin(), expression.clauses.end(), [](const Clause& clause) {
    return clause.verb == Verb::include && !clause.user_condition;
  });
  if (keeping > 0 && !always_keeps) {
    sentences.back() += keeping == 1 ? ", otherwise everything" : "; if none of this applies, keeps everything";
  }
  add_sentences(expression, Verb::exclude, "removes", "also removes", sentences);
  if (keeping > 0 && keeping < sentences.size()) sentences[keeping].insert(0, "then ");
  std::string text;
  for (std::string& sentence : sentences) {
    sentence.front() = static_cast<char>(sentence.front() - 'a' + 'A');
    text.append(text.empty() ? "" : " ").append(sentence).append(".");
  }
  return text;
}

std::vector<std::string> placeholders_of(const FilterExpression& expression) {
  std::vector<std::string> names;
  // The normal form, in which each placeholder is a token of its own.
  const std::string text = to_text(expression);
  Lexer lexer(text);
  for (Token token = lexer.next(); token.kind != TokenKind::end && token.kind != TokenKind::invalid;
       token = lexer.next()) {
    if (token.kind != TokenKind::parameter) continue;
    const std::string name(token.text.substr(1));
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  return names;
}

}  // namespace pocketrec
