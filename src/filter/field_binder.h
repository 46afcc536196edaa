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
  /// text, language: what the expression was parsed from, and how.
  FieldBinder(std::string_view text, FilterLanguage language, const FilterSchemas& schemas)
      : text_(text), language_(language), schemas_(schemas) {}

  /// The field, when filters may use it (contract/filters.md §4 and §7, docs/filters.md). reads_text: whether the test
  /// may look into textual columns. Errors: invalid_input that points to it, for an unknown dataset or field, a textual
  /// field otherwise, a field of Interactions that the model does not keep, and in Personalize's language a boolean
  /// field, a field of Interactions but EVENT_TYPE, and the 11th different field. Precondition: the owner is not Users,
  /// Actions or Action_Interactions.
  Result<BoundField> bind(const FieldReference& reference, bool reads_text = false);

 private:
  Result<BoundField> bind_event_field(const FieldReference& reference) const;
  Result<void> count_field(const FieldReference& reference, const Schema* dataset, const std::string& name);
  // The dataset of an owner, or null. CurrentUser reads Users, CurrentItem Items.
  const Schema* schema(FieldOwner owner) const;
  Error error(Place place, std::string message, std::string_view hint) const;

  std::string_view text_;
  FilterLanguage language_;
  FilterSchemas schemas_;
  std::set<std::pair<const Schema*, std::string>> fields_;  // the different ones so far
};

}  // namespace pocketrec
