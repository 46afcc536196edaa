#pragma once

#include <vector>

#include "catalog/catalog.h"
#include "filter/bound_filter.h"
#include "filter/filter.h"
#include "result/result.h"

namespace pocketrec {

/// A test whose operand is known: what is left is to look at items or at the user.
/// A view of the BoundTest that it was made from.
struct ResolvedTest {
  const BoundField* field = nullptr;
  ComparisonOperator relation = ComparisonOperator::equal;
  std::vector<LiteralValue> operands;  ///< of the field's type: numbers, or texts
  bool never = false;                  ///< true of nothing: CurrentItem has no value for the field
};

/// Reads the operand of a test from the request. Errors: invalid_input for values that do not fit the field or are more
/// than a comparison takes. Preconditions: the parameter has a value; the request has an item if the test reads one.
Result<ResolvedTest> resolve(const BoundTest& test, const Catalog& catalog, const FilterRequest& request);

/// The items for which the test holds, on a field of Items or Interactions (contract/filters.md §5). Strings are
/// looked up once in the column's dictionary; rows are compared by code.
/// Precondition: the request has a user if the test reads events.
/// Errors: internal when the column has another type than in the schema.
Result<ItemMask> matching_items(const ResolvedTest& test, const Catalog& catalog, const UserState* user);

/// True when the test holds for the user of the request, on a field of CurrentUser. False for null, whatever the
/// relation (contract/filters.md §5). Precondition: the request has a user.
bool holds_for_user(const ResolvedTest& test, const FilterRequest& request);

}  // namespace pocketrec
