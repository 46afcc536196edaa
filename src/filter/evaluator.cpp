#include <algorithm>
#include <string>
#include <utility>

#include "filter/filter.h"
#include "filter/placeholders.h"
#include "filter/resolved_test.h"

namespace pocketrec {
namespace {

Result<void> check_request(const BoundFilter& filter, const FilterRequest& request) {
  if (filter.needs_user() && !request.user) {
    return Error{ErrorCode::invalid_input,
                 "expected a userId in the request, got none: the filter reads Interactions or CurrentUser"};
  }
  if (filter.needs_user() && request.unread_user) return *request.unread_user;
  if (filter.needs_item() && !request.current_item) {
    return Error{ErrorCode::invalid_input,
                 "expected a request for related items with an itemId: the filter reads CurrentItem"};
  }
  return {};
}

// Whether every parameter of the clause has a value. One that is missing switches an EXCLUDE off and is an error in an
// INCLUDE (contract/filters.md §6).
Result<bool> has_values(const BoundClause& clause, const FilterRequest& request) {
  std::optional<Error> error;
  const Parameter* missing = nullptr;
  for_each_operand(clause, [&](const BoundOperand& operand) {
    const auto* parameter = std::get_if<Parameter>(&operand);
    if (!parameter || error || missing) return;
    const auto values = values_of(*parameter, request.values);
    if (!values) {
      error = values.error();
    } else if (values->empty()) {
      missing = parameter;
    }
  });
  if (error) return *error;
  if (!missing) return true;
  if (clause.verb == Verb::exclude) return false;
  return Error{ErrorCode::invalid_input,
               "filterValues: expected a value for " + missing->name + ", which an INCLUDE uses, got none"};
}

Result<ItemMask> select(const Condition<ResolvedLeaf>& condition, const Catalog& catalog, const UserState* user,
                        FilterCache* cache) {
  using Node = Condition<ResolvedLeaf>;
  if (const auto* leaf = std::get_if<ResolvedLeaf>(&condition.node)) {
    if (const auto* test = std::get_if<ResolvedTest>(leaf)) return matching_items(*test, catalog, user, cache);
    return matching_items(*std::get_if<ResolvedCount>(leaf), catalog, *user);
  }
  if (const auto* negation = std::get_if<Node::Not>(&condition.node)) {
    auto items = select(negation->terms.front(), catalog, user, cache);
    if (items) items->flip();
    return items;
  }
  const auto* all = std::get_if<Node::All>(&condition.node);
  const auto& terms = all ? all->terms : std::get_if<Node::Any>(&condition.node)->terms;
  ItemMask items(catalog.size(), all != nullptr);
  for (const Node& term : terms) {
    const auto chosen = select(term, catalog, user, cache);
    if (!chosen) return chosen.error();
    if (all) {
      items &= *chosen;
    } else {
      items |= *chosen;
    }
  }
  return items;
}

// The items that the clause chooses; nothing when it is off for this request.
Result<std::optional<ItemMask>> chosen_items(const BoundClause& clause, const Catalog& catalog,
                                             const FilterRequest& request, FilterCache* cache) {
  const std::optional<ItemMask> off;
  const auto complete = has_values(clause, request);
  if (!complete) return complete.error();
  if (!*complete) return off;
  const auto resolve_test = [&](const BoundTest& test) { return resolve(test, catalog, request); };
  // Both parts are resolved before IF is looked at: whether a value is in order does not depend on the user.
  const auto where = transform_leaves<ResolvedLeaf>(
      clause.where, [&](const BoundLeaf& leaf) { return resolve(leaf, catalog, request); });
  if (!where) return where.error();
  if (clause.user_condition) {
    const auto condition = transform_leaves<ResolvedTest>(*clause.user_condition, resolve_test);
    if (!condition) return condition.error();
    if (!is_true(*condition, [&](const ResolvedTest& test) { return holds_for_user(test, request); })) return off;
  }
  auto items = select(*where, catalog, request.user, cache);
  if (!items) return items.error();
  return std::optional(*std::move(items));
}

}  // namespace

Result<ItemMask> evaluate(const BoundFilter& filter, const Catalog& catalog, const FilterRequest& request,
                          FilterCache* cache) {
  if (auto ok = check_request(filter, request); !ok) return ok.error();
  std::optional<ItemMask> included;
  ItemMask excluded(catalog.size());
  for (const BoundClause& clause : filter.clauses()) {
    auto items = chosen_items(clause, catalog, request, cache);
    if (!items) return items.error();
    if (!*items) continue;
    if (clause.verb == Verb::exclude) {
      excluded |= **items;
    } else if (included) {
      *included |= **items;
    } else {
      included = **std::move(items);
    }
  }
  ItemMask passing = included ? *std::move(included) : ItemMask(catalog.size(), true);
  passing -= excluded;
  return passing;
}

}  // namespace pocketrec
