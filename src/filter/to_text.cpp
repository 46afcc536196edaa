#include <string>
#include <string_view>
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
  } else {
    append_quoted(out, *std::get_if<std::string>(&literal.value));
  }
}

void append(std::string& out, const Parameter& parameter) {
  out.append("$").append(parameter.name);
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

void append(std::string& out, const Condition<Test>& condition) {
  if (const auto* test = std::get_if<Test>(&condition.node)) {
    std::visit([&out](const auto& alternative) { append(out, alternative); }, *test);
    return;
  }
  const auto* all = std::get_if<Condition<Test>::All>(&condition.node);
  const auto& terms = all ? all->terms : std::get_if<Condition<Test>::Any>(&condition.node)->terms;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (i > 0) out += all ? " AND " : " OR ";
    append(out, terms[i]);
  }
}

}  // namespace

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
