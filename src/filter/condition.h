#pragma once

#include <algorithm>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "result/result.h"

namespace pocketrec {

/// Leaves joined by AND, OR and NOT. NOT binds tightest, then AND (contract/filters.md §5).
template <typename Leaf>
struct Condition {
  /// True when every term is. Two terms or more, none of which is an All.
  struct All {
    std::vector<Condition> terms;
    bool operator==(const All&) const = default;
  };
  /// True when some term is. Two terms or more, none of which is an Any.
  struct Any {
    std::vector<Condition> terms;
    bool operator==(const Any&) const = default;
  };
  /// True when its only term is not.
  struct Not {
    std::vector<Condition> terms;
    bool operator==(const Not&) const = default;
  };

  std::variant<Leaf, All, Any, Not> node;

  bool operator==(const Condition&) const = default;
};

/// Calls visit(leaf) for each leaf of the condition, from left to right.
template <typename Leaf, typename Visitor>
void for_each_leaf(const Condition<Leaf>& condition, Visitor&& visit) {
  if (const auto* leaf = std::get_if<Leaf>(&condition.node)) return visit(*leaf);
  const auto visit_terms = [&visit](const auto& junction) {
    if constexpr (!std::is_same_v<std::decay_t<decltype(junction)>, Leaf>) {
      for (const Condition<Leaf>& term : junction.terms) for_each_leaf(term, visit);
    }
  };
  std::visit(visit_terms, condition.node);
}

/// A condition of the same shape, its leaves made by make(leaf), which gives a Result<To>; or the first error.
template <typename To, typename From, typename Make>
Result<Condition<To>> transform_leaves(const Condition<From>& condition, Make&& make) {
  if (const auto* leaf = std::get_if<From>(&condition.node)) {
    auto made = make(*leaf);
    if (!made) return made.error();
    return Condition<To>{*std::move(made)};
  }
  const auto transform = [&make]<typename Junction>(const std::vector<Condition<From>>& terms, Junction junction) {
    for (const Condition<From>& term : terms) {
      auto made = transform_leaves<To>(term, make);
      if (!made) return Result<Condition<To>>(made.error());
      junction.terms.push_back(*std::move(made));
    }
    return Result<Condition<To>>(Condition<To>{std::move(junction)});
  };
  if (const auto* all = std::get_if<typename Condition<From>::All>(&condition.node)) {
    return transform(all->terms, typename Condition<To>::All{});
  }
  if (const auto* any = std::get_if<typename Condition<From>::Any>(&condition.node)) {
    return transform(any->terms, typename Condition<To>::Any{});
  }
  return transform(std::get_if<typename Condition<From>::Not>(&condition.node)->terms, typename Condition<To>::Not{});
}

/// Whether the condition is true where holds(leaf) says which leaves are.
template <typename Leaf, typename Holds>
bool is_true(const Condition<Leaf>& condition, const Holds& holds) {
  if (const auto* leaf = std::get_if<Leaf>(&condition.node)) return holds(*leaf);
  const auto term_holds = [&holds](const Condition<Leaf>& term) { return is_true(term, holds); };
  if (const auto* all = std::get_if<typename Condition<Leaf>::All>(&condition.node)) {
    return std::all_of(all->terms.begin(), all->terms.end(), term_holds);
  }
  if (const auto* any = std::get_if<typename Condition<Leaf>::Any>(&condition.node)) {
    return std::any_of(any->terms.begin(), any->terms.end(), term_holds);
  }
  return !term_holds(std::get_if<typename Condition<Leaf>::Not>(&condition.node)->terms.front());
}

}  // namespace pocketrec
