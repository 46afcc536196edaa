#include "reference_evaluator.h"

#include <algorithm>
#include <cctype>

#include "datasets/schema.h"

namespace pocketrec {
namespace {

// The random numbers are small: double compares all of them exactly. Larger ones are in number_ranges_test.cpp.
using Number = double;

// A single value of a cell or of the right side.
struct Value {
  std::optional<Number> number;
  std::string text;
};

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

Value number_value(Number number) {
  return {number, {}};
}
Value text_value(std::string text) {
  return {std::nullopt, std::move(text)};
}

// The values of a cell: none when null, several when categorical.
std::vector<Value> values_of(const FieldValue& cell, const Field& field) {
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) return {number_value(static_cast<Number>(*integer))};
  if (const auto* real = std::get_if<double>(&cell)) return {number_value(static_cast<Number>(*real))};
  const auto* text = std::get_if<std::string>(&cell);
  if (!text) return {};
  if (!field.categorical) return {text_value(*text)};
  std::vector<Value> values;
  std::string element;
  for (const char c : *text + "|") {
    if (c == '|') {
      values.push_back(text_value(element));
      element.clear();
    } else {
      element += c;
    }
  }
  return values;
}

std::vector<Value> values_of(const SampleTable& table, const std::string& id, const std::string& field_name) {
  const auto row = std::find(table.ids.begin(), table.ids.end(), id);
  if (upper(field_name) == table.schema.fields[0].name) return {text_value(id)};
  if (row == table.ids.end()) return {};
  const Field& field = *std::find_if(table.schema.fields.begin(), table.schema.fields.end(),
                                     [&](const Field& f) { return f.name == upper(field_name); });
  return values_of(table.cell(static_cast<std::size_t>(row - table.ids.begin()), field_name), field);
}

class Reference {
 public:
  Reference(const SampleData& data, const ReferenceRequest& request) : data_(data), request_(request) {}

  bool user_missing = false;
  bool item_missing = false;

  bool lacks_value(const Clause& clause) const {
    bool lacks = false;
    const auto look = [&](const Test& test) {
      for (const Operand& operand : operands_of(test)) {
        const auto* parameter = std::get_if<Parameter>(&operand);
        if (parameter && !request_.values.count(parameter->name)) lacks = true;
      }
    };
    for_each_leaf(clause.where, look);
    if (clause.user_condition) for_each_leaf(*clause.user_condition, look);
    return lacks;
  }

  void look_for_needs(const Clause& clause) {
    const auto look = [&](const Test& test) {
      const FieldOwner owner = field_of(test).owner;
      if (owner == FieldOwner::interactions || owner == FieldOwner::current_user) user_missing |= !request_.user;
      for (const Operand& operand : operands_of(test)) {
        if (std::holds_alternative<FieldReference>(operand)) item_missing |= !request_.item;
      }
    };
    for_each_leaf(clause.where, look);
    if (clause.user_condition) for_each_leaf(*clause.user_condition, look);
  }

  bool is_true(const Condition<Test>& condition, const std::string& item) const {
    if (const auto* test = std::get_if<Test>(&condition.node)) return is_true(*test, item);
    if (const auto* all = std::get_if<Condition<Test>::All>(&condition.node)) {
      for (const auto& term : all->terms) {
        if (!is_true(term, item)) return false;
      }
      return true;
    }
    for (const auto& term : std::get_if<Condition<Test>::Any>(&condition.node)->terms) {
      if (is_true(term, item)) return true;
    }
    return false;
  }

 private:
  static const FieldReference& field_of(const Test& test) {
    const auto* member = std::get_if<Membership>(&test);
    return member ? member->field : std::get_if<Comparison>(&test)->field;
  }

  static std::vector<Operand> operands_of(const Test& test) {
    const auto* member = std::get_if<Membership>(&test);
    return member ? member->operands : std::vector<Operand>{std::get_if<Comparison>(&test)->operand};
  }

  bool is_true(const Test& test, const std::string& item) const {
    const FieldReference& field = field_of(test);
    const auto* member = std::get_if<Membership>(&test);
    const auto* comparison = std::get_if<Comparison>(&test);

    std::vector<Value> left;
    if (field.owner == FieldOwner::interactions) {
      for (const UserEvent& event : data_.user(*request_.user).events) {
        if (data_.catalog().id(event.item) == item) left.push_back(text_value(upper(event.event_type)));
      }
    } else if (field.owner == FieldOwner::items) {
      left = values_of(data_.items(), item, field.name);
    } else {
      left = values_of(data_.users(), *request_.user, field.name);
      if (left.empty()) return false;
    }

    std::vector<Value> right;
    const bool is_number = !left.empty() && left[0].number;
    for (const Operand& operand : operands_of(test)) {
      if (const auto* literal = std::get_if<Literal>(&operand)) {
        right.push_back(value_of(*literal, is_number));
      } else if (const auto* parameter = std::get_if<Parameter>(&operand)) {
        for (const std::string& text : request_.values.at(parameter->name)) {
          right.push_back(value_of({text, {}}, is_number));
        }
      } else {
        if (!data_.catalog().find(*request_.item)) return false;
        right = values_of(data_.items(), *request_.item, std::get_if<FieldReference>(&operand)->name);
        if (right.empty()) return false;
      }
    }
    if (field.owner == FieldOwner::interactions) {
      for (Value& value : right) value.text = upper(value.text);
    }

    const bool complement = member ? member->negated : comparison->op == ComparisonOperator::not_equal;
    bool some = false;
    for (const Value& a : left) {
      for (const Value& b : right) {
        const bool any_event = field.owner == FieldOwner::interactions && member && b.text == "*";
        some = some || any_event || (comparison ? holds(a, comparison->op, b) : is_equal(a, b));
      }
    }
    return some != complement;
  }

  static Value value_of(const Literal& literal, bool is_number) {
    if (const auto* integer = std::get_if<std::int64_t>(&literal.value)) {
      return number_value(static_cast<Number>(*integer));
    }
    if (const auto* real = std::get_if<double>(&literal.value)) return number_value(static_cast<Number>(*real));
    const std::string& text = *std::get_if<std::string>(&literal.value);
    return is_number ? number_value(static_cast<Number>(std::stod(text))) : text_value(text);
  }

  static bool is_equal(const Value& a, const Value& b) { return a.number == b.number && a.text == b.text; }

  static bool holds(const Value& a, ComparisonOperator op, const Value& b) {
    switch (op) {
      case ComparisonOperator::less:
        return *a.number < *b.number;
      case ComparisonOperator::less_equal:
        return *a.number <= *b.number;
      case ComparisonOperator::greater:
        return *a.number > *b.number;
      case ComparisonOperator::greater_equal:
        return *a.number >= *b.number;
      case ComparisonOperator::equal:
      case ComparisonOperator::not_equal:
        break;
    }
    return is_equal(a, b);
  }

  const SampleData& data_;
  const ReferenceRequest& request_;
};

}  // namespace

std::optional<std::vector<std::string>> reference_filter(const FilterExpression& expression, const SampleData& data,
                                                         const ReferenceRequest& request) {
  Reference reference(data, request);
  for (const Clause& clause : expression.clauses) {
    reference.look_for_needs(clause);
    if (clause.verb == Verb::include && reference.lacks_value(clause)) return std::nullopt;
  }
  if (reference.user_missing || reference.item_missing) return std::nullopt;

  std::vector<std::string> passing;
  for (const std::string& item : data.items().ids) {
    bool some_include = false;
    bool included = false;
    bool excluded = false;
    for (const Clause& clause : expression.clauses) {
      if (reference.lacks_value(clause)) continue;
      if (clause.user_condition && !reference.is_true(*clause.user_condition, item)) continue;
      const bool chosen = reference.is_true(clause.where, item);
      if (clause.verb == Verb::include) {
        some_include = true;
        included = included || chosen;
      } else {
        excluded = excluded || chosen;
      }
    }
    if ((included || !some_include) && !excluded) passing.push_back(item);
  }
  return passing;
}

}  // namespace pocketrec
