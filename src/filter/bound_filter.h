#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "datasets/schema.h"
#include "filter/condition.h"
#include "filter/expression.h"

namespace pocketrec {

/// Where the values of a field come from.
enum class FieldSource {
  event_type,     ///< the types of the user's events with the item
  event_value,    ///< their EVENT_VALUE
  event_time,     ///< when they were, in whole epoch seconds
  event_context,  ///< a context column of theirs
  item_id,        ///< the id of the item
  item_column,    ///< a column of the catalogue
  user_id,        ///< the user's id as the request names it
  user_column,    ///< a column of the user's profile
};

/// A field that exists and may be filtered on.
struct BoundField {
  FieldSource source = FieldSource::item_column;
  std::string name;  ///< as the schema spells it
  FieldType type = FieldType::string;
  bool categorical = false;                      ///< several values in one cell, joined by '|'
  std::size_t context_column = 0;                ///< event_context: position in ContextValues
  std::vector<std::string> context_values = {};  ///< event_context: by code - 1
};

/// Whether the source is the user's events with an item.
inline bool is_of_events(FieldSource source) {
  return source == FieldSource::event_type || source == FieldSource::event_value || source == FieldSource::event_time ||
         source == FieldSource::event_context;
}

/// Where the right side of a test comes from: constants of the field's type (of booleans: the texts "true" and
/// "false"), filterValues, the request's item or user, or its time.
using BoundOperand = std::variant<std::vector<LiteralValue>, Parameter, BoundField, RelativeTime>;

/// What a test asks of a value.
enum class Check {
  compare,   ///< the relation to some operand
  is_null,   ///< that there is none
  not_null,  ///< that there is one
  prefix,    ///< to begin with some operand
};

/// One condition on a field whose names and types fit. IN is `equal` to some operand value, NOT IN its complement
/// `not_equal`.
struct BoundTest {
  BoundField field;
  ComparisonOperator relation = ComparisonOperator::equal;
  bool takes_list = false;  ///< IN and NOT IN; a comparison takes one value
  BoundOperand operand;
  Check check = Check::compare;
};

/// How many events meet the conditions, each by itself, compared with a number. All fields are of events.
struct BoundCount {
  Condition<BoundTest> events;
  ComparisonOperator relation = ComparisonOperator::equal;
  BoundOperand operand;  ///< one number, or a parameter
};

/// One condition of a WHERE.
using BoundLeaf = std::variant<BoundTest, BoundCount>;

/// One expression between the pipes.
struct BoundClause {
  Verb verb = Verb::include;
  Condition<BoundLeaf> where;
  std::optional<Condition<BoundTest>> user_condition;
};

/// Calls visit(operand) for what stands on the right of every test and count of the clause.
template <typename Visitor>
void for_each_operand(const BoundClause& clause, const Visitor& visit) {
  const auto visit_test = [&visit](const BoundTest& test) { visit(test.operand); };
  for_each_leaf(clause.where, [&](const BoundLeaf& leaf) {
    if (const auto* test = std::get_if<BoundTest>(&leaf)) return visit_test(*test);
    const auto& count = *std::get_if<BoundCount>(&leaf);
    for_each_leaf(count.events, visit_test);
    visit(count.operand);
  });
  if (clause.user_condition) for_each_leaf(*clause.user_condition, visit_test);
}

/// An expression whose names and types were checked. Immutable; owns everything it holds. Good for catalogues of the
/// schemas that it was bound to.
class BoundFilter {
 public:
  std::span<const BoundClause> clauses() const& { return clauses_; }
  std::span<const BoundClause> clauses() && = delete;  // a view of a temporary would dangle

  /// True when a request must name a user: the filter reads Interactions or CurrentUser.
  bool needs_user() const { return needs_user_; }

  /// True when a request must name an item: the filter reads CurrentItem.
  bool needs_item() const { return needs_item_; }

 private:
  friend class FilterBinder;

  std::vector<BoundClause> clauses_;
  bool needs_user_ = false;
  bool needs_item_ = false;
};

/// The wildcard in EVENT_TYPE IN ("*"): events of any type.
inline constexpr std::string_view kAnyEventType = "*";

}  // namespace pocketrec
