#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "catalog/catalog.h"
#include "datasets/schema.h"
#include "domain/item_index.h"
#include "domain/item_mask.h"
#include "filter/bound_filter.h"
#include "filter/expression.h"
#include "filter/filter_cache.h"
#include "result/result.h"
#include "user/user_state.h"

namespace pocketrec {

/// Parses a filter of 1 to 2500 characters (contract/filters.md §1 and §2, docs/filters.md). Errors: invalid_input with
/// the message, the line of the expression and a caret under the place, as in tests/filter/cases/.
Result<FilterExpression> parse_filter(std::string_view text, FilterLanguage language = FilterLanguage::extended);

/// The expression again as text, in one normal form: parse_filter(to_text(e)) equals e for every e that parse_filter
/// made, unless the normal form is longer than 2500 characters.
std::string to_text(const FilterExpression& expression);

/// A moment as it is written: "NOW", or "NOW - 7d" with the largest unit that makes it a whole number.
std::string to_text(const RelativeTime& time);

/// What an expression is checked against. A dataset that the data set has not: nullptr, or a schema without fields.
struct FilterSchemas {
  const Schema* interactions = nullptr;
  const Schema* items = nullptr;
  const Schema* users = nullptr;
  /// What is kept of events beside type, value and time, in the order of ContextValues.
  std::span<const ContextColumn> context_columns = {};
};

/// Checks names, types and the rules of contract/filters.md §4 and §7. The schemas need to live for the call only.
/// Errors: invalid_input in the form of parse_filter.
Result<BoundFilter> bind_filter(const FilterExpression& expression, const FilterSchemas& schemas);

/// What a request contributes to a filter. Views: they must outlive the call only.
struct FilterRequest {
  const std::map<std::string, std::string>* values = nullptr;  ///< filterValues
  const UserState* user = nullptr;                             ///< nullptr: the request names no user
  const Error* unread_user = nullptr;  ///< why `user` is not whole: a filter that reads it fails
  std::string_view user_id;            ///< as the request names it, for CurrentUser.USER_ID
  /// Of a related-items request, kNoItem when the catalogue doesn't know its item. Nothing: the request has no item.
  std::optional<ItemIndex> current_item;
  std::int64_t now = 0;  ///< epoch seconds: what NOW is
};

/// The items that pass. Same size as the catalogue, which must have the schemas that the filter was bound to.
/// cache: of the catalogue, for tests of its columns; nullptr: none. It changes what this costs, and nothing else.
/// Errors: invalid_input for a missing or ill-typed value, a missing user or item (contract/filters.md §5, §6);
/// internal when a column has another type than in the schema.
Result<ItemMask> evaluate(const BoundFilter& filter, const Catalog& catalog, const FilterRequest& request,
                          FilterCache* cache = nullptr);

}  // namespace pocketrec
