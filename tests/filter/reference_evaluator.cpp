#include "reference_evaluator.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <utility>

#include "datasets/schema.h"

namespace pocketrec {
namespace {

// On x86-64 it holds every integer of 64 bits and every double as it is, so that comparing is exact.
using Number = long double;

// A single value of a cell or of the right side.
struct Value {
  std::optional<Number> number;
  std::string text;
};

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

// Names of fields are compared without case and underscores.
std::string bare_name(std::string text) {
  text = upper(std::move(text));
  text.erase(std::remove(text.begin(), text.end(), '_'), text.end());
  return text;
}

Value number_value(Number number) {
  return {number, {}};
}
Value text_value(std::string text) {
  return {std::nullopt, std::move(text)};
}

// The values of a cell: none when null, several when categorical.
std::vector<Value> cells_of(const FieldValue& cell, const Field& field) {
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) return {number_value(static_cast<Number>(*integer))};
  if (const auto* real = std::get_if<double>(&cell)) return {number_value(static_cast<Number>(*real))};
  if (const auto* truth = std::get_if<bool>(&cell)) return {text_value(*truth ? "true" : "false")};
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

std::vector<Value> cells_of(const SampleTable& table, const std::string& id, const std::string& field_name) {
  const auto row = std::find(table.ids.begin(), table.ids.end(), id);
  if (bare_name(field_name) == bare_name(table.schema.fields[0].name)) return {text_value(id)};
  if (row == table.ids.end()) return {};
  const Field& field = *std::find_if(table.schema.fields.begin(), table.schema.fields.end(),
                                     [&](const Field& f) { return bare_name(f.name) == bare_name(field_name); });
  return cells_of(table.cell(static_cast<std::size_t>(row - table.ids.begin()), field_name), field);
}

// The leaves of a condition, in any order.
template <typename Leaf>
std::vector<Leaf> leaves_of(const Condition<Leaf>& condition) {
  if (const auto* leaf = std::get_if<0>(&condition.node)) return {*leaf};
  const auto* all = std::get_if<1>(&condition.node);
  const auto* any = std::get_if<2>(&condition.node);
  std::vector<Leaf> leaves;
  for (const auto& term : all ? all->terms : any ? any->terms : std::get<3>(condition.node).terms) {
    for (const Leaf& leaf : leaves_of(term)) leaves.push_back(leaf);
  }
  return leaves;
}

// Truth by the definition of AND, OR and NOT.
template <typename Leaf, typename Truth>
bool truth_of(const Condition<Leaf>& condition, const Truth& truth) {
  if (const auto* leaf = std::get_if<0>(&condition.node)) return truth(*leaf);
  if (const auto* all = std::get_if<1>(&condition.node)) {
    for (const auto& term : all->terms) {
      if (!truth_of(term, truth)) return false;
    }
    return true;
  }
  if (const auto* any = std::get_if<2>(&condition.node)) {
    for (const auto& term : any->terms) {
      if (truth_of(term, truth)) return true;
    }
    return false;
  }
  return !truth_of(std::get<3>(condition.node).terms[0], truth);
}

// Every test on a field that a clause holds, also those inside COUNT, and the operands of COUNT.
std::pair<std::vector<FieldTest>, std::vector<Operand>> parts_of(const Clause& clause) {
  std::vector<FieldTest> tests;
  std::vector<Operand> numbers;
  for (const Test& test : leaves_of(clause.where)) {
    if (const auto* count = std::get_if<EventCount>(&test)) {
      for (const FieldTest& inner : leaves_of(count->events)) tests.push_back(inner);
      numbers.push_back(count->operand);
    } else {
      tests.push_back(std::get<FieldTest>(test));
    }
  }
  if (clause.user_condition) {
    for (const FieldTest& test : leaves_of(*clause.user_condition)) tests.push_back(test);
  }
  return {tests, numbers};
}

const FieldReference& field_of(const FieldTest& test) {
  return std::visit([](const auto& kind) -> const FieldReference& { return kind.field; }, test);
}

std::vector<Operand> operands_of(const FieldTest& test) {
  if (const auto* member = std::get_if<Membership>(&test)) return member->operands;
  if (const auto* comparison = std::get_if<Comparison>(&test)) return {comparison->operand};
  if (const auto* prefix = std::get_if<PrefixTest>(&test)) return {prefix->prefix};
  return {};
}

class Reference {
 public:
  Reference(const SampleData& data, const ReferenceRequest& request) : data_(data), request_(request) {}

  bool user_missing = false;
  bool item_missing = false;

  bool lacks_value(const Clause& clause) const {
    auto [tests, operands] = parts_of(clause);
    for (const FieldTest& test : tests) {
      for (const Operand& operand : operands_of(test)) operands.push_back(operand);
    }
    for (const Operand& operand : operands) {
      const auto* parameter = std::get_if<Parameter>(&operand);
      if (parameter && !request_.values.count(parameter->name)) return true;
    }
    return false;
  }

  void look_for_needs(const Clause& clause) {
    for (const FieldTest& test : parts_of(clause).first) {
      std::vector<FieldOwner> owners = {field_of(test).owner};
      for (const Operand& operand : operands_of(test)) {
        if (const auto* field = std::get_if<FieldReference>(&operand)) owners.push_back(field->owner);
      }
      for (const FieldOwner owner : owners) {
        if (owner == FieldOwner::interactions || owner == FieldOwner::current_user) user_missing |= !request_.user;
        if (owner == FieldOwner::current_item) item_missing |= !request_.item;
      }
    }
    for (const Test& test : leaves_of(clause.where)) {
      if (std::holds_alternative<EventCount>(test)) user_missing |= !request_.user;
    }
  }

  bool chooses(const Clause& clause, const std::string& item) const {
    return truth_of(clause.where, [&](const Test& test) {
      const auto* count = std::get_if<EventCount>(&test);
      return count ? is_true(*count, item) : is_true(std::get<FieldTest>(test), item);
    });
  }

  bool applies(const Clause& clause) const {
    return !clause.user_condition ||
           truth_of(*clause.user_condition, [&](const FieldTest& test) { return is_true(test, ""); });
  }

 private:
  using Cell = std::vector<Value>;

  std::vector<UserEvent> events_with(const std::string& item) const {
    std::vector<UserEvent> events;
    for (const UserEvent& event : data_.user(*request_.user).events) {
      if (data_.catalog().id(event.item) == item) events.push_back(event);
    }
    return events;
  }

  static Cell cell_of(const UserEvent& event, const std::string& field) {
    const std::string name = bare_name(field);
    if (name == "EVENTTYPE") return {text_value(upper(event.event_type))};
    if (name == "EVENTVALUE") return event.value ? Cell{number_value(*event.value)} : Cell{};
    if (name == "TIMESTAMP") {
      const auto milliseconds = event.time.time_since_epoch().count();
      return {number_value(std::floor(static_cast<Number>(milliseconds) / 1000))};
    }
    const bool has_device = !event.context.empty() && event.context[0] > 0;
    return has_device ? Cell{text_value(kDevices[event.context[0] - 1])} : Cell{};
  }

  bool is_true(const EventCount& count, const std::string& item) const {
    Number met = 0;
    for (const UserEvent& event : events_with(item)) {
      met += truth_of(count.events,
                      [&](const FieldTest& test) { return is_true(test, {cell_of(event, field_of(test).name)}); });
    }
    return holds(number_value(met), count.op, values_of(count.operand, true).front()) ==
           (count.op != ComparisonOperator::not_equal);
  }

  bool is_true(const FieldTest& test, const std::string& item) const {
    const FieldReference& field = field_of(test);
    std::vector<Cell> cells;
    if (field.owner == FieldOwner::interactions) {
      for (const UserEvent& event : events_with(item)) cells.push_back(cell_of(event, field.name));
    } else if (field.owner == FieldOwner::items) {
      cells.push_back(cells_of(data_.items(), item, field.name));
    } else {
      cells.push_back(cells_of(data_.users(), *request_.user, field.name));
      if (cells[0].empty() && !std::holds_alternative<NullTest>(test)) return false;
    }
    return is_true(test, cells);
  }

  // Of the cells of an item, a user or an event; of an item's events one each.
  bool is_true(const FieldTest& test, const std::vector<Cell>& cells) const {
    if (const auto* null = std::get_if<NullTest>(&test)) {
      for (const Cell& cell : cells) {
        if (cell.empty() != null->negated) return true;
      }
      return false;
    }
    Cell left;
    for (const Cell& cell : cells) left.insert(left.end(), cell.begin(), cell.end());
    const bool is_number = !left.empty() && left[0].number;
    Cell right;
    for (const Operand& operand : operands_of(test)) {
      const Cell values = values_of(operand, is_number);
      right.insert(right.end(), values.begin(), values.end());
    }
    if (right.empty()) return false;

    const bool is_event_type = bare_name(field_of(test).name) == "EVENTTYPE";
    const auto* member = std::get_if<Membership>(&test);
    const auto* comparison = std::get_if<Comparison>(&test);
    const bool complement = member ? member->negated : comparison && comparison->op == ComparisonOperator::not_equal;
    bool some = false;
    for (const Value& a : left) {
      for (Value b : right) {
        if (is_event_type) b.text = upper(b.text);
        if (is_event_type && member && b.text == "*") some = true;
        if (member) some = some || is_equal(a, b);
        if (comparison) some = some || holds(a, comparison->op, b);
        if (!member && !comparison) some = some || a.text.substr(0, b.text.size()) == b.text;
      }
    }
    return some != complement;
  }

  Cell values_of(const Operand& operand, bool is_number) const {
    if (const auto* literal = std::get_if<Literal>(&operand)) return {value_of(*literal, is_number)};
    if (const auto* time = std::get_if<RelativeTime>(&operand)) {
      return {number_value(static_cast<Number>(request_.now) + static_cast<Number>(time->offset))};
    }
    if (const auto* parameter = std::get_if<Parameter>(&operand)) {
      Cell values;
      for (const std::string& text : request_.values.at(parameter->name)) {
        const bool is_truth = text == "FALSE";  // the only one that is not written as columns have it
        values.push_back(value_of({is_truth ? "false" : text, {}}, is_number));
      }
      return values;
    }
    const auto& field = std::get<FieldReference>(operand);
    if (field.owner == FieldOwner::current_user) {
      return cells_of(data_.users(), *request_.user, field.name);
    }
    if (!data_.catalog().find(*request_.item)) return {};
    return cells_of(data_.items(), *request_.item, field.name);
  }

  static Value value_of(const Literal& literal, bool is_number) {
    if (const auto* integer = std::get_if<std::int64_t>(&literal.value)) {
      return number_value(static_cast<Number>(*integer));
    }
    if (const auto* real = std::get_if<double>(&literal.value)) return number_value(static_cast<Number>(*real));
    if (const auto* truth = std::get_if<bool>(&literal.value)) return text_value(*truth ? "true" : "false");
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

FilterRequest filter_request(const ReferenceRequest& request, const SampleData& data, const UserState& user,
                             const std::map<std::string, std::string>& values) {
  FilterRequest made;
  made.values = &values;
  if (request.user) {
    made.user = &user;
    made.user_id = *request.user;
  }
  made.now = request.now;
  if (request.item) made.current_item = data.catalog().find(*request.item).value_or(kNoItem);
  return made;
}

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
      if (!reference.applies(clause)) continue;
      const bool chosen = reference.chooses(clause, item);
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
