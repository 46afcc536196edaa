#include "engine/named_filters.h"

#include <algorithm>
#include <utility>

#include "resources/arn.h"

namespace pocketrec {

Result<BoundFilter> bind_to_model(const Result<FilterExpression>& expression, const Model& model) {
  if (!expression) return expression.error();
  FilterSchemas schemas;
  schemas.interactions = &model.interactions_schema();
  if (!model.items_schema().fields.empty()) schemas.items = &model.items_schema();
  if (!model.users_schema().fields.empty()) schemas.users = &model.users_schema();
  schemas.context_columns = model.context_columns();
  return bind_filter(*expression, schemas);
}

NamedFilters::NamedFilters(const Model& model, std::span<const StoredFilter> stored, FilterLanguage language)
    : language_(language) {
  for (const NamedFilter& filter : model.filters()) {
    add(model, {filter.name, filter.expression, FilterHome::model, model.provenance().created_at, ""});
  }
  // By iterators: clang 14 cannot compile the standard library's views.
  for (auto filter = stored.rbegin(); filter != stored.rend(); ++filter) {
    add(model, {filter->name, filter->expression, FilterHome::data_folder, filter->created_at, ""});
  }
}

void NamedFilters::add(const Model& model, FilterDescription description) {
  Result<BoundFilter> bound = bind_to_model(parse_filter(description.expression, language_), model);
  if (by_name_.contains(description.name)) {
    bound = Error{ErrorCode::resource_already_exists, "the model has a filter of this name, which counts"};
  } else {
    by_name_.emplace(description.name, entries_.size());
  }
  if (!bound) {
    description.failure = bound.error().message;
    if (description.home == FilterHome::data_folder) {
      bound = Error{bound.error().code, "the filter " + description.name +
                                            " of the data folder does not fit the model: " + bound.error().message};
    }
  }
  entries_.push_back({std::move(description), std::move(bound)});
}

Result<const BoundFilter*> NamedFilters::find(std::string_view arn_or_name) const {
  const auto name = resource_name(arn_or_name);
  if (!name) return name.error();
  const auto found = by_name_.find(*name);
  if (found == by_name_.end()) {
    const std::string of_model = names(FilterHome::model);
    const std::string stored = names(FilterHome::data_folder);
    return Error{ErrorCode::resource_not_found, "there is no filter '" + *name + "'; the model has " +
                                                    (of_model.empty() ? "none" : of_model) +
                                                    (stored.empty() ? "" : ", the data folder " + stored)};
  }
  const Entry& entry = entries_[found->second];
  if (!entry.bound) return entry.bound.error();
  return &*entry.bound;
}

const std::string& NamedFilters::expression(std::string_view arn_or_name) const {
  return entries_[by_name_.find(*resource_name(arn_or_name))->second].description.expression;
}

bool NamedFilters::has(FilterHome home, std::string_view name) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.description.home == home && entry.description.name == name;
  });
}

std::vector<FilterDescription> NamedFilters::describe() const {
  std::vector<FilterDescription> descriptions;
  for (const Entry& entry : entries_) descriptions.push_back(entry.description);
  return descriptions;
}

Result<void> NamedFilters::check() const {
  for (const Entry& entry : entries_) {
    if (entry.bound) continue;
    return Error{entry.bound.error().code, "filter " + entry.description.name + ": " + entry.description.failure};
  }
  return {};
}

std::string NamedFilters::unusable() const {
  std::string text;
  for (const Entry& entry : entries_) {
    if (!entry.bound) text.append(text.empty() ? "" : ", ").append(entry.description.name);
  }
  return text;
}

std::string NamedFilters::names(FilterHome home) const {
  std::vector<std::string> found;
  for (const Entry& entry : entries_) {
    if (entry.description.home == home) found.push_back(entry.description.name);
  }
  std::sort(found.begin(), found.end());
  std::string text;
  for (const std::string& name : found) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

}  // namespace pocketrec
