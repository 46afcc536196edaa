#pragma once

#include <map>
#include <string>
#include <string_view>

#include "catalog/catalog.h"
#include "datasets/schema.h"
#include "domain/item_mask.h"
#include "filter/expression.h"
#include "result/result.h"
#include "user/user_state.h"

namespace pocketrec {

/// Parses a filter (contract/filters.md §2). Errors: invalid_input with the message, the line of the expression and a
/// caret under the place, as in tests/filter/cases/.
Result<FilterExpression> parse_filter(std::string_view text);

/// The expression again as text, in one normal form: parse_filter(to_text(e)) equals e.
std::string to_text(const FilterExpression& expression);

/// What an expression is checked against.
struct FilterSchemas {
  const Schema* interactions = nullptr;
  const Schema* items = nullptr;
  const Schema* users = nullptr;  ///< nullptr: the data set has none
};

/// An expression whose names and types were checked.
class BoundFilter;

/// Checks names, types and the rules of contract/filters.md §4 and §7. Errors: invalid_input in the form of
/// parse_filter.
Result<BoundFilter> bind_filter(const FilterExpression& expression, const FilterSchemas& schemas);

/// What a request contributes to a filter. Views: they must outlive the call only.
struct FilterRequest {
  const std::map<std::string, std::string>* values = nullptr;  ///< filterValues
  const UserState* user = nullptr;                             ///< nullptr: the request names no user
  ItemIndex current_item = kNoItem;                            ///< of a related-items request
};

/// The items that pass. Same size as the catalogue.
/// Errors: invalid_input for a missing or ill-typed value, a missing user or item (contract/filters.md §5, §6).
Result<ItemMask> evaluate(const BoundFilter& filter, const Catalog& catalog, const FilterRequest& request);

}  // namespace pocketrec
