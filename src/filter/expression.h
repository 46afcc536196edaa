#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "filter/condition.h"

// The filter language as a tree, as it was written: nothing here was compared with a schema. Grammar:
// contract/filters.md §2, and docs/filters.md for what is our own. Every node knows where it begins in the text, so
// that a later error can point there.

namespace pocketrec {

/// What a filter may be written in.
enum class FilterLanguage {
  personalize,  ///< what Amazon Personalize takes, so that the filter works there too (contract/filters.md)
  extended      ///< that and our extensions (docs/filters.md)
};

/// Where a node begins in the text that it was parsed from: bytes before it. Places are always equal, so that two
/// expressions are equal when they say the same, wherever it stands.
struct Place {
  std::size_t offset = 0;

  friend bool operator==(Place, Place) { return true; }
};

/// The word before the dot of a field.
enum class FieldOwner { interactions, items, users, actions, action_interactions, current_item, current_user };

/// owner.name. The place is the owner's.
struct FieldReference {
  FieldOwner owner = FieldOwner::items;
  std::string name;  ///< as written
  Place place;

  bool operator==(const FieldReference&) const = default;
};

/// A constant: a number with or without a fraction, text without its quotes and escapes, or (extended) true or false.
using LiteralValue = std::variant<std::int64_t, double, std::string, bool>;

/// A constant of the expression.
struct Literal {
  LiteralValue value;
  Place place;

  bool operator==(const Literal&) const = default;
};

/// $NAME, or "$NAME" in quotes: its values come with each request.
struct Parameter {
  std::string name;  ///< without the $
  Place place;

  bool operator==(const Parameter&) const = default;
};

/// NOW, NOW - 7d or NOW + 12h: a moment in seconds from that of the request. Extended.
struct RelativeTime {
  std::int64_t offset = 0;
  Place place;

  bool operator==(const RelativeTime&) const = default;
};

/// The right side of a test. A field here is CurrentItem's, or (extended) CurrentUser's.
using Operand = std::variant<Literal, Parameter, FieldReference, RelativeTime>;

/// field IN (…) or field NOT IN (…). Operands: one or more literals, or one parameter, or one field.
struct Membership {
  FieldReference field;
  bool negated = false;
  std::vector<Operand> operands;
  Place operator_place;

  bool operator==(const Membership&) const = default;
};

/// Comparison operators.
enum class ComparisonOperator { equal, not_equal, less, less_equal, greater, greater_equal };

/// field op operand.
struct Comparison {
  FieldReference field;
  ComparisonOperator op = ComparisonOperator::equal;
  Operand operand;
  Place operator_place;

  bool operator==(const Comparison&) const = default;
};

/// field IS NULL or field IS NOT NULL. Extended.
struct NullTest {
  FieldReference field;
  bool negated = false;

  bool operator==(const NullTest&) const = default;
};

/// field STARTS WITH "text" or $NAME. Extended.
struct PrefixTest {
  FieldReference field;
  Operand prefix;
  Place operator_place;

  bool operator==(const PrefixTest&) const = default;
};

/// A condition that one field and what stands right of it decide.
using FieldTest = std::variant<Membership, Comparison, NullTest, PrefixTest>;

/// COUNT(conditions) op number: of the user's events with the item, how many meet the conditions, each by itself.
/// Extended.
struct EventCount {
  Condition<FieldTest> events;
  ComparisonOperator op = ComparisonOperator::equal;
  Operand operand;
  Place place;

  bool operator==(const EventCount&) const = default;
};

/// One condition as it is written.
using Test = std::variant<FieldTest, EventCount>;

/// INCLUDE keeps what the conditions choose, EXCLUDE removes it.
enum class Verb { include, exclude };

/// What a filter chooses among.
enum class Target { item_id, user_id, action_id };

/// One expression between the pipes: verb target WHERE conditions [IF conditions on CurrentUser].
struct Clause {
  Verb verb = Verb::include;
  Target target = Target::item_id;
  Condition<Test> where;
  std::optional<Condition<FieldTest>> user_condition;  ///< false: the clause is as if absent
  Place target_place;

  bool operator==(const Clause&) const = default;
};

/// A whole filter: one clause or more, joined by |.
struct FilterExpression {
  std::vector<Clause> clauses;
  std::string text;  ///< what it was parsed from, for errors that point into it; no part of comparisons
  FilterLanguage language = FilterLanguage::extended;  ///< by which it was parsed; no part of comparisons

  friend bool operator==(const FilterExpression& a, const FilterExpression& b) { return a.clauses == b.clauses; }
};

}  // namespace pocketrec
