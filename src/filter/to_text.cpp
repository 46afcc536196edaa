#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "filter/filter.h"
#include "filter/number.h"
#include "filter/words.h"

namespace pocketrec {
namespace {

void append_quoted(std::string& out, std::string_view value) {
  out += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  out += '"';
}

void append(std::string& out, const FieldReference& field) {
  out.append(field_owner_name(field.owner)).append(".").append(field.name);
}

void append(std::string& out, const Literal& literal) {
  if (const auto* integer = std::get_if<std::int64_t>(&literal.value)) {
    out += std::to_string(*integer);
  } else if (const auto* real = std::get_if<double>(&literal.value)) {
    out += decimal_literal(*real);
  } else if (const auto* truth = std::get_if<bool>(&literal.value)) {
    out += *truth ? "true" : "false";
  } else {
    append_quoted(out, *std::get_if<std::string>(&literal.value));
  }
}

void append(std::string& out, const Parameter& parameter) {
  out.append("$").append(parameter.name);
}

void append(std::string& out, const RelativeTime& time) {
  out += to_text(time);
}

void append(std::string& out, const Operand& operand) {
  std::visit([&out](const auto& alternative) { append(out, alternative); }, operand);
}

void append(std::string& out, const Membership& test) {
  append(out, test.field);
  out += test.negated ? " NOT IN " : " IN ";
  // The guide writes CurrentItem without parentheses.
  const bool bare = test.operands.size() == 1 && std::holds_alternative<FieldReference>(test.operands.front());
  if (!bare) out += '(';
  for (std::size_t i = 0; i < test.operands.size(); ++i) {
    if (i > 0) out += ", ";
    append(out, test.operands[i]);
  }
  if (!bare) out += ')';
}

void append(std::string& out, const Comparison& test) {
  append(out, test.field);
  out.append(" ").append(comparison_operator_text(test.op)).append(" ");
  append(out, test.operand);
}

void append(std::string& out, const NullTest& test) {
  append(out, test.field);
  out += test.negated ? " IS NOT NULL" : " IS NULL";
}

void append(std::string& out, const PrefixTest& test) {
  append(out, test.field);
  out += " STARTS WITH ";
  append(out, test.prefix);
}

void append(std::string& out, const FieldTest& test) {
  std::visit([&out](const auto& alternative) { append(out, alternative); }, test);
}

void append(std::string& out, const EventCount& test);

void append(std::string& out, const Test& test) {
  std::visit([&out](const auto& alternative) { append(out, alternative); }, test);
}

template <typename Leaf>
void append(std::string& out, const Condition<Leaf>& condition);

// What binds less tightly than its surroundings stands in parentheses.
template <typename Leaf>
void append_in_parentheses(std::string& out, const Condition<Leaf>& condition) {
  out += '(';
  append(out, condition);
  out += ')';
}

template <typename Leaf>
void append(std::string& out, const Condition<Leaf>& condition) {
  using Node = Condition<Leaf>;
  if (const auto* leaf = std::get_if<Leaf>(&condition.node)) return append(out, *leaf);
  if (const auto* negation = std::get_if<typename Node::Not>(&condition.node)) {
    const Node& term = negation->terms.front();
    const bool binds_tighter =
        std::holds_alternative<Leaf>(term.node) || std::holds_alternative<typename Node::Not>(term.node);
    out += "NOT ";
    return binds_tighter ? append(out, term) : append_in_parentheses(out, term);
  }
  if (const auto* any = std::get_if<typename Node::Any>(&condition.node)) {
    for (const Node& term : any->terms) {
      if (&term != any->terms.data()) out += " OR ";
      append(out, term);
    }
    return;
  }
  const auto& terms = std::get_if<typename Node::All>(&condition.node)->terms;
  for (const Node& term : terms) {
    if (&term != terms.data()) out += " AND ";
    if (std::holds_alternative<typename Node::Any>(term.node)) {
      append_in_parentheses(out, term);
    } else {
      append(out, term);
    }
  }
}

void append(std::string& out, const EventCount& test) {
  out += "COUNT";
  append_in_parentheses(out, test.events);
  out.append(" ").append(comparison_operator_text(test.op)).append(" ");
  append(out, test.operand);
}

}  // namespace

std::string to_text(const RelativeTime& time) {
  if (time.offset == 0) return "NOW";
  constexpr std::pair<std::int64_t, char> kUnits[] = {{604'800, 'w'}, {86'400, 'd'}, {3'600, 'h'}, {60, 'm'}, {1, 's'}};
  const std::int64_t size = time.offset < 0 ? -time.offset : time.offset;
  std::size_t unit = 0;
  while (size % kUnits[unit].first != 0) ++unit;
  return std::string(time.offset < 0 ? "NOW - " : "NOW + ")
      .append(std::to_string(size / kUnits[unit].first))
      .append(1, kUnits[unit].second);
}

std::string to_text(const FilterExpression& expression) {
  std::string out;
  for (const Clause& clause : expression.clauses) {
    if (!out.empty()) out += " | ";
    out += clause.verb == Verb::include ? "INCLUDE " : "EXCLUDE ";
    out.append(target_name(clause.target)).append(" WHERE ");
    append(out, clause.where);
    if (clause.user_condition) {
      out += " IF ";
      append(out, *clause.user_condition);
    }
  }
  return out;
}

}  // namespace pocketrec
