#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/filters.h"
#include "filter/filter.h"
#include "model/model.h"
#include "result/result.h"
#include "store/filter_store.h"

namespace pocketrec {

/// The filter, checked against the schemas of a model. Errors: those of `expression`, else those of bind_filter().
Result<BoundFilter> bind_to_model(const Result<FilterExpression>& expression, const Model& model);

/// The filters that requests ask for by name: the model's and those of the data folder, bound to the model's schemas.
/// One that cannot be used is kept with its error, which a request for it gets. Of a name that both have, the model's
/// filter counts: a model is tested with its filters before it comes to the device; the other one is kept with an
/// error, and is free again when a later model has no such name. Immutable.
class NamedFilters {
 public:
  /// stored: those of the data folder, in the order of creation. language: of all filters, named or not; the model's
  /// too, so that one that is not in it cannot be used.
  explicit NamedFilters(const Model& model, std::span<const StoredFilter> stored = {},
                        FilterLanguage language = FilterLanguage::extended);

  FilterLanguage language() const { return language_; }

  /// The filter by ARN or name. Errors: invalid_input for an ARN of another form; resource_not_found with the names
  /// that exist; what is wrong with the filter.
  Result<const BoundFilter*> find(std::string_view arn_or_name) const;

  /// The expression of a filter that find() finds.
  const std::string& expression(std::string_view arn_or_name) const;

  /// Whether a filter of the name is kept there, usable or not.
  bool has(FilterHome home, std::string_view name) const;

  /// All filters: the model's in its order, then those of the data folder, the newest first.
  std::vector<FilterDescription> describe() const;

  /// The first filter that cannot be used, by name. Errors: what is wrong with it.
  Result<void> check() const;

  /// Names of the filters that cannot be used, separated by commas; empty when all can.
  std::string unusable() const;

 private:
  struct Entry {
    FilterDescription description;
    Result<BoundFilter> bound;
  };

  void add(const Model& model, FilterDescription description);
  std::string names(FilterHome home) const;

  FilterLanguage language_;
  std::vector<Entry> entries_;
  std::map<std::string, std::size_t, std::less<>> by_name_;  ///< positions in entries_
};

}  // namespace pocketrec
