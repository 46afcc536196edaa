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

const FieldReference& field_of(const FieldTest& test) {
  return std::visit([](const auto& alternative) -> const FieldReference& { return alternative.field; }, test);
}

bool is_ordering(ComparisonOperator op) {
  return op != ComparisonOperator::equal && op != ComparisonOperator::not_equal;
}

}  // namespace

/// Turns an expression into a BoundFilter; one object for one expression.
class FilterBinder {
 public:
  FilterBinder(const FilterExpression& expression, const FilterSchemas& schemas)
      : expression_(expression), fields_(expression.text, expression.language, schemas) {}

  Result<BoundFilter> bind();

 private:
  Result<void> check_targets() const;
  Result<BoundClause> clause(const Clause& clause);
  Result<void> check_where_owner(const FieldReference& field, FieldOwner first) const;
  Result<void> check_user_owner(const FieldReference& field) const;
  Result<BoundCount> count(const EventCount& test);
  Result<BoundTest> bind(const FieldTest& test) {
    return std::visit([this](const auto& alternative) { return bind(alternative); }, test);
  }
  Result<BoundTest> bind(const Membership& test);
  Result<BoundTest> bind(const Comparison& test);
  Result<BoundTest> bind(const NullTest& test);
  Result<BoundTest> bind(const PrefixTest& test);
  Result<BoundField> field(const FieldReference& reference, bool reads_text = false);
  Result<void> add_operand(BoundTest& test, const Operand& operand);
  Result<void> add_field(BoundTest& test, const FieldReference& reference);
  bool is_extended() const { return expression_.language == FilterLanguage::extended; }
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
  std::optional<FieldOwner> first;
  auto where = transform_leaves<BoundLeaf>(clause.where, [&](const Test& test) -> Result<BoundLeaf> {
    if (const auto* events = std::get_if<EventCount>(&test)) {
      auto bound = count(*events);
      if (!bound) return bound.error();
      return BoundLeaf{*std::move(bound)};
    }
    const auto& field_test = *std::get_if<FieldTest>(&test);
    const FieldReference& field = field_of(field_test);
    if (!first) first = field.owner;
    if (auto ok = check_where_owner(field, *first); !ok) return ok.error();
    auto bound = bind(field_test);
    if (!bound) return bound.error();
    return BoundLeaf{*std::move(bound)};
  });
  if (!where) return where.error();
  BoundClause bound{clause.verb, *std::move(where), std::nullopt};
  if (!clause.user_condition) return bound;

  auto condition = transform_leaves<BoundTest>(*clause.user_condition, [&](const FieldTest& test) -> Result<BoundTest> {
    if (auto ok = check_user_owner(field_of(test)); !ok) return ok.error();
    return bind(test);
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
  if (field.owner == first || is_extended()) return {};
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

Result<BoundCount> FilterBinder::count(const EventCount& test) {
  auto events = transform_leaves<BoundTest>(test.events, [&](const FieldTest& of_event) -> Result<BoundTest> {
    const FieldReference& field = field_of(of_event);
    if (field.owner == FieldOwner::interactions) return bind(of_event);
    return error(
        field.place,
        std::string("COUNT counts events by fields of Interactions, got ").append(field_owner_name(field.owner)),
        "move this out of COUNT(...)");
  });
  if (!events) return events.error();
  BoundTest number{{FieldSource::event_value, "COUNT", FieldType::integer64}, test.op, false, {}};
  const bool is_number =
      std::holds_alternative<Parameter>(test.operand) || std::holds_alternative<Literal>(test.operand);
  if (!is_number) {
    return error(test.place, "COUNT is compared with a number or a placeholder", "write COUNT(...) >= 2");
  }
  if (auto ok = add_operand(number, test.operand); !ok) return ok.error();
  bound_.needs_user_ = true;
  return BoundCount{*std::move(events), test.op, std::move(number.operand)};
}

Result<BoundTest> FilterBinder::bind(const NullTest& test) {
  auto left = field(test.field, true);
  if (!left) return left.error();
  BoundTest bound{*std::move(left), ComparisonOperator::equal, false, {}};
  bound.check = test.negated ? Check::not_null : Check::is_null;
  return bound;
}

Result<BoundTest> FilterBinder::bind(const PrefixTest& test) {
  auto left = field(test.field, true);
  if (!left) return left.error();
  if (left->type != FieldType::string) {
    return error(test.operator_place, "expected a text field before STARTS WITH, got " + left->name,
                 "numbers and booleans have no beginning");
  }
  BoundTest bound{*std::move(left), ComparisonOperator::equal, true, {}};
  bound.check = Check::prefix;
  if (auto ok = add_operand(bound, test.prefix); !ok) return ok.error();
  return bound;
}

Result<BoundTest> FilterBinder::bind(const Membership& test) {
  auto left = field(test.field);
  if (!left) return left.error();
  BoundTest bound{*std::move(left), test.negated ? ComparisonOperator::not_equal : ComparisonOperator::equal, true, {}};
  for (const Operand& operand : test.operands) {
    if (const auto* parameter = std::get_if<Parameter>(&operand); parameter && test.negated && !is_extended()) {
      // The text of contract/errors-and-quotas.md §4.
      return error(parameter->place,
                   "Could not create filter. Invalid input symbol: $" + parameter->name +
                       ". Placeholders are not allowed with NOT_IN operator.",
                   "turn INCLUDE and EXCLUDE round and use IN");
    }
    if (const auto* current = std::get_if<FieldReference>(&operand); current && test.negated && !is_extended()) {
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

Result<BoundTest> FilterBinder::bind(const Comparison& test) {
  auto left = field(test.field);
  if (!left) return left.error();
  BoundTest bound{*std::move(left), test.op, false, {}};
  if (is_ordering(test.op) && !is_numeric(bound.field.type)) {
    return error(test.operator_place,
                 std::string("expected =, !=, IN or NOT IN for the ") + std::string(field_type_name(bound.field.type)) +
                     " field " + bound.field.name + ", got " + std::string(comparison_operator_text(test.op)),
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

Result<BoundField> FilterBinder::field(const FieldReference& reference, bool reads_text) {
  auto bound = fields_.bind(reference, reads_text);
  if (!bound) return bound.error();
  bound_.needs_user_ = bound_.needs_user_ || is_of_events(bound->source) || bound->source == FieldSource::user_id ||
                       bound->source == FieldSource::user_column;
  return bound;
}

Result<void> FilterBinder::add_operand(BoundTest& test, const Operand& operand) {
  if (const auto* parameter = std::get_if<Parameter>(&operand)) {
    test.operand = *parameter;
    return {};
  }
  if (const auto* reference = std::get_if<FieldReference>(&operand)) return add_field(test, *reference);
  if (const auto* time = std::get_if<RelativeTime>(&operand)) {
    if (is_numeric(test.field.type)) return test.operand = *time, Result<void>();
    return error(time->place, "NOW is a number, epoch seconds; got it for the field " + test.field.name,
                 "compare it with a field of timestamps");
  }
  auto value = literal(test, *std::get_if<Literal>(&operand));
  if (!value) return value.error();
  // A test begins with an empty list of constants, the first alternative.
  std::get_if<std::vector<LiteralValue>>(&test.operand)->push_back(*std::move(value));
  return {};
}

Result<void> FilterBinder::add_field(BoundTest& test, const FieldReference& reference) {
  const std::string owner(field_owner_name(reference.owner));
  if (test.field.source == FieldSource::event_type) {
    return error(reference.place, owner + " is compared with fields of Items, got EVENT_TYPE",
                 "event types are compared with quoted text");
  }
  if (reference.owner == FieldOwner::current_user && test.field.source == FieldSource::user_column) {
    return error(reference.place, "CurrentUser is compared with fields of Items, got CurrentUser." + test.field.name,
                 "write a value");
  }
  auto right = field(reference);
  if (!right) return right.error();
  const auto kind = [](FieldType type) { return is_numeric(type) ? "numeric" : field_type_name(type); };
  if (kind(right->type) != kind(test.field.type)) {
    return error(reference.place,
                 std::string("expected a ").append(kind(test.field.type)).append(" field to compare with ") +
                     test.field.name + ", got " + right->name,
                 "numbers and strings are never equal");
  }
  if (reference.owner == FieldOwner::current_item) bound_.needs_item_ = true;
  test.operand = *std::move(right);
  return {};
}

Result<LiteralValue> FilterBinder::literal(const BoundTest& test, const Literal& literal) const {
  const auto* text = std::get_if<std::string>(&literal.value);
  const auto* truth = std::get_if<bool>(&literal.value);
  if (test.field.type == FieldType::boolean) {
    if (truth) return LiteralValue(std::string(*truth ? "true" : "false"));
    if (const auto word = text ? truth_word(*text) : std::nullopt) return LiteralValue(std::string(*word));
    return error(literal.place,
                 "expected true or false for the boolean field " + test.field.name + ", got " + written(literal.place),
                 "write true or false");
  }
  if (!is_numeric(test.field.type)) {
    if (text) return literal.value;
    return error(literal.place,
                 "expected quoted text for the string field " + test.field.name + ", got " + written(literal.place),
                 "put it in quotes");
  }
  if (!text && !truth) return literal.value;
  const auto number = text ? parse_number(*text) : std::nullopt;
  if (number) return *number;
  return error(literal.place,
               "expected a number for the numeric field " + test.field.name + ", got " + written(literal.place),
               "numbers stand without quotes");
}

Result<BoundFilter> bind_filter(const FilterExpression& expression, const FilterSchemas& schemas) {
  return FilterBinder(expression, schemas).bind();
}

}  // namespace pocketrec
