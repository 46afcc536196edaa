#include "filter/explain_filter.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <variant>

#include "datasets/schema.h"
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

  template <typename Leaf>
  std::string words(const Condition<Leaf>& condition) const {
    using Node = Condition<Leaf>;
    if (const auto* leaf = std::get_if<Leaf>(&condition.node)) return words(*leaf);
    if (const auto* negation = std::get_if<typename Node::Not>(&condition.node)) {
      return "not (" + words(negation->terms.front()) + ")";
    }
    std::vector<std::string> parts;
    if (const auto* all = std::get_if<typename Node::All>(&condition.node)) {
      for (const Node& term : all->terms) {
        const bool is_choice = std::holds_alternative<typename Node::Any>(term.node);
        parts.push_back(is_choice ? "(" + words(term) + ")" : words(term));
      }
      return joined(parts, " and ");
    }
    bool is_nested = false;
    for (const Node& term : std::get_if<typename Node::Any>(&condition.node)->terms) {
      is_nested = is_nested || !std::holds_alternative<Leaf>(term.node);
      parts.push_back(words(term));
    }
    return joined(parts, is_nested ? ", or " : " or ");
  }

 private:
  std::string words(const Test& test) const {
    return std::visit([this](const auto& alternative) { return words(alternative); }, test);
  }

  std::string words(const FieldTest& test) const {
    return std::visit([this](const auto& alternative) { return words(alternative); }, test);
  }

  std::string words(const Membership& test) const {
    std::vector<std::string> values;
    for (const Operand& operand : test.operands) {
      const bool is_constant = std::holds_alternative<Literal>(operand);
      const bool is_parameter = std::holds_alternative<Parameter>(operand);
      values.push_back((is_constant ? "" : is_parameter ? "one of the values of " : "one of ") + value(operand));
    }
    if (is_event_type(test.field)) return event_type(test.negated, test.operands.front(), values);
    if (is_event(test.field)) return event(test.negated, "whose " + test.field.name + " is " + joined(values, " or "));
    return subject(test.field) + (test.negated ? none_of(values) : " is " + joined(values, " or "));
  }

  std::string words(const Comparison& test) const {
    const bool is_negated = test.op == ComparisonOperator::not_equal;
    const std::string right = compared(test.operand);
    if (is_event_type(test.field)) return event_type(is_negated, test.operand, {right});
    if (is_event(test.field)) {
      const std::string is(relation(is_negated ? ComparisonOperator::equal : test.op));
      return event(is_negated, "whose " + test.field.name + is + right);
    }
    return subject(test.field).append(relation(test.op)) + right;
  }

  std::string words(const NullTest& test) const {
    const std::string is = test.negated ? " is not null" : " is null";
    if (is_event(test.field)) return event(false, "whose " + test.field.name + is);
    return subject(test.field) + is;
  }

  std::string words(const PrefixTest& test) const {
    const std::string begins = " begins with " + compared(test.prefix);
    if (is_event(test.field)) return event(false, "whose " + test.field.name + begins);
    return subject(test.field) + begins;
  }

  std::string words(const EventCount& test) const {
    Wording of_event(target_);
    of_event.is_of_one_event_ = true;
    return "with which the user has " + std::string(amount(test.op)) + compared(test.operand) + " events " +
           of_event.words(test.events);
  }

  static bool is_event(const FieldReference& field) {
    return field.owner == FieldOwner::interactions || field.owner == FieldOwner::action_interactions;
  }

  bool is_event_type(const FieldReference& field) const {
    return is_event(field) && same_field_name(field.name, "EVENT_TYPE");
  }

  static std::string subject(const FieldReference& field) {
    return (field.owner == FieldOwner::current_user ? "the user's " : "whose ") + field.name;
  }

  /// Some event of the user, or none, is as the words say; where one event is spoken of, that one.
  std::string event(bool negated, const std::string& what) const {
    if (is_of_one_event_) return negated ? "not " + what : what;
    return has() + (negated ? " no event " : " an event ") + what;
  }

  std::string event_type(bool negated, const Operand& first, const std::vector<std::string>& types) const {
    const auto* constant = std::get_if<Literal>(&first);
    const bool is_any = constant != nullptr && constant->value == LiteralValue(std::string(kAnyEventType));
    if (is_of_one_event_) return event(negated, is_any ? "of any type" : "that are " + joined(types, " or "));
    if (is_any) return negated ? has() + " no event" : event(false, "of any type");
    return event(negated, (constant != nullptr ? "" : "that is ") + joined(types, " or "));
  }

  std::string has() const { return target_ == Target::user_id ? "who have" : "with which the user has"; }

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

  static std::string_view amount(ComparisonOperator op) {
    switch (op) {
      case ComparisonOperator::equal:
        return "exactly ";
      case ComparisonOperator::not_equal:
        return "any number but ";
      case ComparisonOperator::less:
        return "fewer than ";
      case ComparisonOperator::less_equal:
        return "at most ";
      case ComparisonOperator::greater:
        return "more than ";
      case ComparisonOperator::greater_equal:
        break;
    }
    return "at least ";
  }

  static std::string compared(const Operand& operand) {
    return (std::holds_alternative<Parameter>(operand) ? "the value of " : "") + value(operand);
  }

  static std::string value(const Operand& operand) {
    return std::visit([](const auto& alternative) { return value(alternative); }, operand);
  }

  static std::string value(const Literal& literal) {
    if (const auto* integer = std::get_if<std::int64_t>(&literal.value)) return std::to_string(*integer);
    if (const auto* real = std::get_if<double>(&literal.value)) return decimal_literal(*real);
    if (const auto* truth = std::get_if<bool>(&literal.value)) return *truth ? "true" : "false";
    const auto& text = *std::get_if<std::string>(&literal.value);
    return is_plain_word(text) ? text : '"' + text + '"';
  }

  static std::string value(const Parameter& parameter) { return "$" + parameter.name; }

  static std::string value(const FieldReference& field) {
    return (field.owner == FieldOwner::current_user ? "the user's " : "the current item's ") + field.name;
  }

  static std::string value(const RelativeTime& time) { return to_text(time); }

  Target target_;
  bool is_of_one_event_ = false;
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
    if (verb == Verb::exclude)
      sentence += needed_values(placeholders_of({{clause}, expression.text, expression.language}));
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
