#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "engine/engine.h"
#include "engine/request_time.h"
#include "filter/explain_filter.h"
#include "resources/arn.h"

namespace pocketrec {
namespace {

/// What a request would have to bring besides, for items to be counted; empty when it brings all.
std::string lacking(const BoundFilter& filter, const FilterExpression& expression, const TestFilterRequest& request) {
  if (filter.needs_user() && request.user_id.empty()) return "it depends on the user";
  if (filter.needs_item() && request.item_id.empty()) return "it depends on the item on screen";
  std::string names;
  for (const Clause& clause : expression.clauses) {
    // Without a value an EXCLUDE is off (contract/filters.md §6).
    if (clause.verb == Verb::exclude) continue;
    for (const std::string& name : placeholders_of({{clause}, expression.text, expression.language})) {
      const auto value = request.filter.values.find(name);
      const bool is_given = value != request.filter.values.end() && !value->second.empty();
      if (!is_given && names.find("$" + name) == std::string::npos) names += (names.empty() ? "$" : ", $") + name;
    }
  }
  return names.empty() ? "" : "it depends on the value of " + names;
}

}  // namespace

Result<void> Engine::load_filters() {
  if (filters_ == nullptr) return {};
  const auto stored = filters_->all();
  if (!stored) return stored.error();
  put_items_.use_filters(
      std::make_shared<const NamedFilters>(*model_, *stored, put_items_.snapshot()->filters().language()));
  return {};
}

Result<void> Engine::create_filter(const CreateFilterRequest& request) {
  if (filters_ == nullptr) return Error{ErrorCode::invalid_input, "no data folder was given, so no filters are stored"};
  if (auto ok = check_new_name(request.name); !ok) return ok;
  if (const auto bound =
          bind_to_model(parse_filter(request.expression, put_items_.snapshot()->filters().language()), *model_);
      !bound)
    return bound.error();
  const std::lock_guard lock(put_order_);
  const bool in_model = put_items_.snapshot()->filters().has(FilterHome::model, request.name);
  if (!in_model) {
    const auto added = filters_->add({request.name, request.expression, request.created_at});
    if (!added) return added.error();
    if (*added) return load_filters();
  }
  // The text of contract/errors-and-quotas.md §4.
  return Error{ErrorCode::resource_already_exists, "Another resource with Arn " + filter_arn(request.name) +
                                                       " already exists. It is in the " +
                                                       (in_model ? "model" : "data folder")};
}

Result<void> Engine::delete_filter(std::string_view arn_or_name) {
  if (filters_ == nullptr) return Error{ErrorCode::invalid_input, "no data folder was given, so no filters are stored"};
  const auto name = resource_name(arn_or_name);
  if (!name) return name.error();
  const std::lock_guard lock(put_order_);
  const auto removed = filters_->remove(*name);
  if (!removed) return removed.error();
  if (*removed) return load_filters();
  if (put_items_.snapshot()->filters().has(FilterHome::model, *name)) {
    return Error{ErrorCode::invalid_input, "the filter " + *name + " is part of the model and goes with it"};
  }
  return Error{ErrorCode::resource_not_found, "there is no filter '" + *name + "' in the data folder"};
}

std::vector<FilterDescription> Engine::list_filters() {
  return put_items_.snapshot()->filters().describe();
}

Result<TestFilterResponse> Engine::test_filter(const TestFilterRequest& request) {
  const std::shared_ptr<const Snapshot> snapshot = put_items_.snapshot();
  const FilterReference& filter = request.filter;
  if (!filter.arn.empty()) {
    if (const auto named = snapshot->filters().find(filter.arn); !named) return named.error();
  }
  const auto expression =
      parse_filter(filter.arn.empty() ? filter.expression : snapshot->filters().expression(filter.arn),
                   snapshot->filters().language());
  const auto bound = bind_to_model(expression, *model_);
  if (!bound) return bound.error();

  TestFilterResponse response;
  response.expression = to_text(*expression);
  response.words = explain_filter(*expression);
  response.placeholders = placeholders_of(*expression);
  response.needs_user = bound->needs_user();
  response.needs_item = bound->needs_item();
  response.items = snapshot->catalog().size();
  response.lacking = lacking(*bound, *expression, request);
  if (!response.lacking.empty()) return response;

  FilterRequest with;
  with.values = &filter.values;
  with.now = request_time(*model_, std::chrono::system_clock::now());
  KnownUser user;
  if (!request.user_id.empty()) {
    user = users_.of(request.user_id, *snapshot);
    with.user = user.state.get();
    with.unread_user = user.unread ? &*user.unread : nullptr;
    with.user_id = request.user_id;
  }
  if (!request.item_id.empty()) with.current_item = snapshot->catalog().find(request.item_id).value_or(kNoItem);
  const auto passing = snapshot->passing(*bound, with);
  if (!passing) return passing.error();
  response.passing = passing->count();
  return response;
}

}  // namespace pocketrec
