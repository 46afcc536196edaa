#pragma once

#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include "catalog/catalog.h"
#include "filter/bound_filter.h"
#include "filter/filter.h"
#include "filter/filter_cache.h"
#include "result/result.h"

namespace pocketrec {

/// A test whose operand is known: what is left is to look at items, events or the user.
/// A view of the BoundTest that it was made from.
struct ResolvedTest {
  const BoundField* field = nullptr;
  Check check = Check::compare;
  ComparisonOperator relation = ComparisonOperator::equal;
  std::vector<LiteralValue> operands;  ///< of the field's type: numbers, or texts
  bool is_momentary = false;           ///< the operand is a moment, another one in a second
  bool never = false;                  ///< true of nothing: CurrentItem or CurrentUser has no value for the field
};

/// The same of a count.
struct ResolvedCount {
  Condition<ResolvedTest> events;
  ComparisonOperator relation = ComparisonOperator::equal;
  std::vector<LiteralValue> operands;  ///< one number
};

using ResolvedLeaf = std::variant<ResolvedTest, ResolvedCount>;

/// Reads the operand of a test from the request. Errors: invalid_input for values that do not fit the field or are more
/// than a comparison takes. Preconditions: the parameter has a value; the request has an item if the test reads one.
Result<ResolvedTest> resolve(const BoundTest& test, const Catalog& catalog, const FilterRequest& request);
Result<ResolvedLeaf> resolve(const BoundLeaf& leaf, const Catalog& catalog, const FilterRequest& request);

/// The items for which the test holds, on a field of Items or Interactions (contract/filters.md §5). Strings are
/// looked up once in the column's dictionary; rows are compared by code.
/// Precondition: the request has a user if the test reads events. cache: of the catalogue; nullptr: none.
/// Errors: internal when the column has another type than in the schema.
Result<ItemMask> matching_items(const ResolvedTest& test, const Catalog& catalog, const UserState* user,
                                FilterCache* cache);

/// The items of which as many events of the user meet the conditions as the count asks for.
ItemMask matching_items(const ResolvedCount& count, const Catalog& catalog, const UserState& user);

/// The answer of a test on one value: what a null test says of it, otherwise has(), which is asked only where the value
/// is there.
template <typename Has>
bool answer(const ResolvedTest& test, bool is_null, const Has& has) {
  if (test.check == Check::is_null) return is_null;
  if (test.check == Check::not_null) return !is_null;
  return !is_null && has();
}

/// Whether the event has what a test on a field of Interactions looks for; of != and NOT IN: what they exclude.
bool event_has(const ResolvedTest& test, const UserEvent& event);

/// True when the test holds for the user of the request, on a field of CurrentUser. False for null, whatever the
/// relation (contract/filters.md §5), but for IS NULL. Precondition: the request has a user.
bool holds_for_user(const ResolvedTest& test, const FilterRequest& request);

/// The texts of a cell of the user's profile: its elements when it is categorical, "true" or "false" of a boolean; none
/// when it is null. Empty elements are null.
std::vector<std::string_view> texts_of(const BoundField& field, const FieldValue* cell);

/// Whether some operand is the text, or is its beginning for Check::prefix. Empty is null, and null is in no list
/// (contract/filters.md §5).
bool has_text(const ResolvedTest& test, std::string_view text);

/// Whether the number has the relation to some operand; of not_equal whether it equals one.
bool has_number(const ResolvedTest& test, std::int64_t number);
bool has_number(const ResolvedTest& test, double number);

}  // namespace pocketrec
