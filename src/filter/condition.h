#pragma once

#include <utility>
#include <variant>
#include <vector>

#include "result/result.h"

namespace pocketrec {

/// Leaves joined by AND and OR. AND binds tighter (contract/filters.md §5).
template <typename Leaf>
struct Condition {
  /// True when every term is. Two terms or more.
  struct All {
    std::vector<Condition> terms;
    bool operator==(const All&) const = default;
  };
  /// True when some term is. Two terms or more.
  struct Any {
    std::vector<Condition> terms;
    bool operator==(const Any&) const = default;
  };

  std::variant<Leaf, All, Any> node;

  bool operator==(const Condition&) const = default;
};

/// Calls visit(leaf) for each leaf of the condition, from left to right.
template <typename Leaf, typename Visitor>
void for_each_leaf(const Condition<Leaf>& condition, Visitor&& visit) {
  if (const auto* leaf = std::get_if<Leaf>(&condition.node)) return visit(*leaf);
  const auto* all = std::get_if<typename Condition<Leaf>::All>(&condition.node);
  const auto& terms = all ? all->terms : std::get_if<typename Condition<Leaf>::Any>(&condition.node)->terms;
  for (const Condition<Leaf>& term : terms) for_each_leaf(term, visit);
}

/// A condition of the same shape, its leaves made by make(leaf), which gives a Result<To>; or the first error.
template <typename To, typename From, typename Make>
Result<Condition<To>> transform_leaves(const Condition<From>& condition, Make&& make) {
  if (const auto* leaf = std::get_if<From>(&condition.node)) {
    auto made = make(*leaf);
    if (!made) return made.error();
    return Condition<To>{*std::move(made)};
  }
  const auto* all = std::get_if<typename Condition<From>::All>(&condition.node);
  const auto& terms = all ? all->terms : std::get_if<typename Condition<From>::Any>(&condition.node)->terms;
  std::vector<Condition<To>> made_terms;
  made_terms.reserve(terms.size());
  for (const Condition<From>& term : terms) {
    auto made = transform_leaves<To>(term, make);
    if (!made) return made.error();
    made_terms.push_back(*std::move(made));
  }
  if (all) return Condition<To>{typename Condition<To>::All{std::move(made_terms)}};
  return Condition<To>{typename Condition<To>::Any{std::move(made_terms)}};
}

}  // namespace pocketrec
