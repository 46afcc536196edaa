#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "datasets/schema.h"
#include "filter/bound_filter.h"
#include "filter/expression.h"
#include "filter/filter.h"
#include "result/result.h"

namespace pocketrec {

/// Finds the fields of one expression in the schemas, and counts the different ones. A view: the text and the schemas
/// must outlive it.
class FieldBinder {
 public:
  /// text: what the expression was parsed from.
  FieldBinder(std::string_view text, const FilterSchemas& schemas) : text_(text), schemas_(schemas) {}

  /// The field, when filters may use it (contract/filters.md §4 and §7). Errors: invalid_input that points to it, for
  /// an unknown dataset or field, a boolean or textual field, a field of Interactions but EVENT_TYPE, and the 11th
  /// different field. Precondition: the owner is not Users, Actions or Action_Interactions.
  Result<BoundField> bind(const FieldReference& reference);

 private:
  // The dataset of an owner, or null. CurrentUser reads Users, CurrentItem Items.
  const Schema* schema(FieldOwner owner) const;
  Error error(Place place, std::string message, std::string_view hint) const;

  std::string_view text_;
  FilterSchemas schemas_;
  std::set<std::pair<const Schema*, std::string>> fields_;  // the different ones so far
};

}  // namespace pocketrec
