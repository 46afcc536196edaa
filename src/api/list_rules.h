#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "result/result.h"

namespace pocketrec {

/// Points for items whose column has one of the values, or a number from `least` to `most`.
struct FieldBoost {
  std::string column;
  std::vector<std::string> values = {};  ///< of a column of texts or flags; else the bounds are given
  std::optional<double> least = {};      ///< of a column of numbers; nothing: no bound
  std::optional<double> most = {};
  double points = 0;  ///< added to the score, in its units; negative ones move items down

  bool operator==(const FieldBoost&) const = default;
};

/// At most so many items of a list for each value of a column. An item with several values counts for each of them, one
/// without a value for none.
struct ValueCap {
  std::string column;
  std::uint32_t most = 1;

  bool operator==(const ValueCap&) const = default;
};

/// An item that stands at a place of the list.
struct PinnedItem {
  std::string item_id;
  std::uint32_t position = 1;  ///< 1 is the first

  bool operator==(const PinnedItem&) const = default;
};

/// Rules on the list of GetRecommendations (docs/rules.md): of a recommender, as its model has them, or of a request.
/// What is not there says nothing; a list or number that is there and empty or 0 lifts the rule of its kind that it
/// takes the place of.
struct ListRules {
  std::optional<std::vector<FieldBoost>> boosts = {};
  /// 0 to 1: items below this share of the best candidate's relevance are left out.
  std::optional<double> minimum_relevance = {};
  /// The relevance of an item is halved each time that it was in so many lists without an event of the user with it.
  std::optional<std::uint32_t> rotation = {};
  std::optional<double> diversity = {};  ///< 0 to 1: how much likeness to items above counts beside relevance
  std::optional<std::vector<ValueCap>> caps = {};
  std::optional<std::vector<PinnedItem>> pinned = {};  ///< positions and items differ
  std::vector<std::string> blocked = {};               ///< ids of items that are in no list
  std::vector<std::string> filters = {};  ///< of recommenders only: expressions that every item has to pass
  bool fixed = false;                     ///< of recommenders only: none of its kinds of rules may be replaced

  /// True when no list is other than without these rules.
  bool empty() const;

  bool operator==(const ListRules&) const = default;
};

/// The rules of a recommender, or of all.
struct NamedRules {
  std::string recommender;  ///< its name, or kEveryRecommender
  ListRules rules;

  bool operator==(const NamedRules&) const = default;
};

inline constexpr std::string_view kEveryRecommender = "*";

/// Checks every limit (api/limits.h). Errors: invalid_input with the place, what was expected and what came.
Result<void> check_list_rules(const ListRules& rules);

/// The rules where `upper` stands over `lower`: each kind of rule that upper has takes the place of lower's, except
/// that blocked items and filters of both count. Errors: invalid_input for a kind that upper has and that lower's
/// `fixed` keeps.
Result<ListRules> replace_rules(const ListRules& lower, const ListRules& upper);

/// What holds for a recommender: its own rules over those of every recommender. Errors: as replace_rules().
Result<ListRules> rules_of(const std::vector<NamedRules>& all, std::string_view recommender);

}  // namespace pocketrec
