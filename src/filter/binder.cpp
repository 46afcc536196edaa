#include <string>
#include <utility>

#include "filter/diagnostic.h"
#include "filter/field_binder.h"
#include "filter/filter.h"
#include "filter/lexer.h"
#include "filter/number.h"
#include "filter/words.h"

namespace pocketrec {
namespace {

bool is_ordering(ComparisonOperator op) {
  return op != ComparisonOperator::equal && op != ComparisonOperator::not_equal;
}

}  // namespace

/// Turns an expression into a BoundFilter; one object for one expression.
class FilterBinder {
 public:
  FilterBinder(const FilterExpression& expression, const FilterSchemas& schemas)
      : expression_(expression), fields_(expression.text, schemas) {}

  Result<BoundFilter> bind();

 private:
  Result<void> check_targets() const;
  Result<BoundClause> clause(const Clause& clause);
  Result<void> check_where_owner(const FieldReference& field, FieldOwner first) const;
  Result<void> check_user_owner(const FieldReference& field) const;
  Result<BoundTest> membership(const Membership& test);
  Result<BoundTest> comparison(const Comparison& test);
  Result<BoundField> field(const FieldReference& reference);
  Result<void> add_operand(BoundTest& test, const Operand& operand);
  Result<void> add_current_item(BoundTest& test, const FieldReference& reference);
  Result<LiteralValue> literal(const BoundTest& test, const Literal& literal) const;

  // The token at that place, for messages.
  std::string written(Place place) const {
    return describe(Lexer(std::string_view(expression_.text).substr(place.offset)).next());
  }
  Error error(Place place, std::string message, std::string_view hint) const {
    return error_at(expression_.text, place.offset, std::move(message), hint);
  }

  const FilterExpression& expression_;
  FieldBinder fields_;
  BoundFilter bound_;
};

Result<BoundFilter> FilterBinder::bind() {
  if (auto ok = check_targets(); !ok) return ok.error();
  for (const Clause& unbound : expression_.clauses) {
    auto bound = clause(unbound);
    if (!bound) return bound.error();
    bound_.clauses_.push_back(*std::move(bound));
  }
  return std::move(bound_);
}

Result<void> FilterBinder::check_targets() const {
  const Target first = expression_.clauses.front().target;
  for (const Clause& clause : expression_.clauses) {
    if (clause.target == first) continue;
    return error(clause.target_place,
                 std::string("a filter has one target: ")
                     .append(target_name(first))
                     .append(", then ")
                     .append(target_name(clause.target)),
                 "make it a filter of its own");
  }
  const Place place = expression_.clauses.front().target_place;
  switch (first) {
    case Target::item_id:
      return {};
    case Target::user_id:
      return error(place, "filters on UserID are for segments: not supported here yet", "use ItemID");
    case Target::action_id:
      break;
  }
  return error(place, "filters on ActionID are for next-best-action: not supported here yet", "use ItemID");
}

Result<BoundClause> FilterBinder::clause(const Clause& clause) {
  const auto owner_of = [](const Test& test) -> const FieldReference& {
    return std::visit([](const auto& alternative) -> const FieldReference& { return alternative.field; }, test);
  };
  const auto bind_test = [this](const Test& test) {
    const auto* member = std::get_if<Membership>(&test);
    return member ? membership(*member) : comparison(*std::get_if<Comparison>(&test));
  };

  std::optional<FieldOwner> first;
  auto where = transform_leaves<BoundTest>(clause.where, [&](const Test& test) -> Result<BoundTest> {
    const FieldReference& field = owner_of(test);
    if (!first) first = field.owner;
    if (auto ok = check_where_owner(field, *first); !ok) return ok.error();
    return bind_test(test);
  });
  if (!where) return where.error();
  BoundClause bound{clause.verb, *std::move(where), std::nullopt};
  if (!clause.user_condition) return bound;

  auto condition = transform_leaves<BoundTest>(*clause.user_condition, [&](const Test& test) -> Result<BoundTest> {
    if (auto ok = check_user_owner(owner_of(test)); !ok) return ok.error();
    return bind_test(test);
  });
  if (!condition) return condition.error();
  bound.user_condition = *std::move(condition);
  return bound;
}

Result<void> FilterBinder::check_where_owner(const FieldReference& field, FieldOwner first) const {
  const std::string name(field_owner_name(field.owner));
  switch (field.owner) {
    case FieldOwner::items:
    case FieldOwner::interactions:
      break;
    case FieldOwner::current_user:
      return error(field.place, "CurrentUser stands after IF only", "write WHERE ... IF CurrentUser." + field.name);
    case FieldOwner::current_item:
      return error(field.place, "expected Items or Interactions before an operator, got CurrentItem",
                   "CurrentItem stands after an operator");
    case FieldOwner::users:
      return error(field.place, "conditions of a filter on ItemID use Items or Interactions, got Users",
                   "write IF CurrentUser." + field.name);
    case FieldOwner::actions:
    case FieldOwner::action_interactions:
      return error(field.place, "conditions of a filter on ItemID use Items or Interactions, got " + name,
                   "this dataset goes with ActionID");
  }
  if (field.owner == first) return {};
  return error(field.place,
               std::string("an expression uses one dataset: ").append(field_owner_name(first)) + ", then " + name,
               "join two expressions with |");
}

Result<void> FilterBinder::check_user_owner(const FieldReference& field) const {
  if (field.owner == FieldOwner::current_user) return {};
  return error(field.place,
               std::string("conditions after IF are on CurrentUser, got ").append(field_owner_name(field.owner)),
               field.owner == FieldOwner::users ? "write CurrentUser." + field.name : "move this before the IF");
}

Result<BoundTest> FilterBinder::membership(const Membership& test) {
  auto left = field(test.field);
  if (!left) return left.error();
  BoundTest bound{*std::move(left), test.negated ? ComparisonOperator::not_equal : ComparisonOperator::equal, true, {}};
  for (const Operand& operand : test.operands) {
    if (const auto* parameter = std::get_if<Parameter>(&operand); parameter && test.negated) {
      // The text of contract/errors-and-quotas.md §4.
      return error(parameter->place,
                   "Could not create filter. Invalid input symbol: $" + parameter->name +
                       ". Placeholders are not allowed with NOT_IN operator.",
                   "turn INCLUDE and EXCLUDE round and use IN");
    }
    if (const auto* current = std::get_if<FieldReference>(&operand); current && test.negated) {
      return error(current->place, "CurrentItem is not allowed with NOT IN",
                   "turn INCLUDE and EXCLUDE round and use IN");
    }
    const auto* value = std::get_if<Literal>(&operand);
    const auto* text = value ? std::get_if<std::string>(&value->value) : nullptr;
    if (text && *text == kAnyEventType && (bound.field.source != FieldSource::event_type || test.operands.size() > 1)) {
      return error(value->place,
                   bound.field.source == FieldSource::event_type
                       ? "\"*\" is any event type and stands alone in its list"
                       : "\"*\" is for EVENT_TYPE only, got it for " + bound.field.name,
                   "leave it out, or write EVENT_TYPE IN (\"*\")");
    }
    if (auto ok = add_operand(bound, operand); !ok) return ok.error();
  }
  return bound;
}

Result<BoundTest> FilterBinder::comparison(const Comparison& test) {
  auto left = field(test.field);
  if (!left) return left.error();
  BoundTest bound{*std::move(left), test.op, false, {}};
  if (is_ordering(test.op) && !is_numeric(bound.field.type)) {
    return error(test.operator_place,
                 "expected =, !=, IN or NOT IN for the string field " + bound.field.name + ", got " +
                     std::string(comparison_operator_text(test.op)),
                 "only numbers have an order");
  }
  if (const auto* value = std::get_if<Literal>(&test.operand)) {
    const auto* text = std::get_if<std::string>(&value->value);
    if (text && *text == kAnyEventType) {
      return error(value->place, "\"*\" stands in EVENT_TYPE IN (\"*\") only", "use IN or NOT IN");
    }
  }
  if (auto ok = add_operand(bound, test.operand); !ok) return ok.error();
  return bound;
}

Result<BoundField> FilterBinder::field(const FieldReference& reference) {
  auto bound = fields_.bind(reference);
  if (!bound) return bound.error();
  bound_.needs_user_ = bound_.needs_user_ || bound->source == FieldSource::event_type ||
                       bound->source == FieldSource::user_id || bound->source == FieldSource::user_column;
  return bound;
}

Result<void> FilterBinder::add_operand(BoundTest& test, const Operand& operand) {
  if (const auto* parameter = std::get_if<Parameter>(&operand)) {
    test.operand = *parameter;
    return {};
  }
  if (const auto* reference = std::get_if<FieldReference>(&operand)) return add_current_item(test, *reference);
  auto value = literal(test, *std::get_if<Literal>(&operand));
  if (!value) return value.error();
  // A test begins with an empty list of constants, the first alternative.
  std::get_if<std::vector<LiteralValue>>(&test.operand)->push_back(*std::move(value));
  return {};
}

Result<void> FilterBinder::add_current_item(BoundTest& test, const FieldReference& reference) {
  if (test.field.source == FieldSource::event_type) {
    return error(reference.place, "CurrentItem is compared with fields of Items, got EVENT_TYPE",
                 "event types are compared with quoted text");
  }
  auto right = field(reference);
  if (!right) return right.error();
  if (is_numeric(right->type) != is_numeric(test.field.type)) {
    return error(reference.place,
                 std::string("expected a ")
                         .append(is_numeric(test.field.type) ? "numeric" : "string")
                         .append(" field to compare with ") +
                     test.field.name + ", got " + right->name,
                 "numbers and strings are never equal");
  }
  bound_.needs_item_ = true;
  test.operand = *std::move(right);
  return {};
}

Result<LiteralValue> FilterBinder::literal(const BoundTest& test, const Literal& literal) const {
  const auto* text = std::get_if<std::string>(&literal.value);
  if (!is_numeric(test.field.type)) {
    if (text) return literal.value;
    return error(literal.place,
                 "expected quoted text for the string field " + test.field.name + ", got " + written(literal.place),
                 "put it in quotes");
  }
  if (!text) return literal.value;
  const auto number = parse_number(*text);
  if (number) return *number;
  return error(literal.place,
               "expected a number for the numeric field " + test.field.name + ", got " + written(literal.place),
               "numbers stand without quotes");
}

Result<BoundFilter> bind_filter(const FilterExpression& expression, const FilterSchemas& schemas) {
  return FilterBinder(expression, schemas).bind();
}

}  // namespace pocketrec
