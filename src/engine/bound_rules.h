#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "api/list_rules.h"
#include "catalog/catalog.h"
#include "domain/item_mask.h"
#include "domain/scored_item.h"
#include "domain/scores.h"
#include "domain/share.h"
#include "result/result.h"

namespace pocketrec {

/// The values of an item in a column, as numbers that are equal for equal values of the column: codes of texts and
/// flags, the bits of numbers. Ascending, each once; none where the cell is null.
std::vector<std::uint64_t> column_values(const Column& column, ItemIndex item);

/// Rules whose columns and items were found in a catalogue, which must outlive them. Immutable.
class BoundRules {
 public:
  /// Items that the catalogue does not know are passed over: they may be put later. Errors: invalid_input for a column
  /// that is not there or is of another type than the rule asks for, and for diversity without a categorical column.
  static Result<BoundRules> bind(const ListRules& rules, const Catalog& catalog);

  /// What an item gets from one boost, and for what.
  struct Boost {
    std::string value;  ///< COLUMN=value, or COLUMN=least..most
    Score points = 0;
  };

  /// Of each boost that the item has something of.
  std::vector<Boost> boosts_of(ItemIndex item) const;

  /// Adds the points of all boosts to the scores.
  void add_boosts(Scores& scores) const;

  bool is_blocked(ItemIndex item) const;
  void remove_blocked(ItemMask& items) const;

  /// A column and how many items may have one of its values.
  struct Cap {
    const Column* column;
    std::uint32_t most;
  };
  const std::vector<Cap>& caps() const { return caps_; }

  /// Items at their positions, which ascend.
  const std::vector<std::pair<std::size_t, ItemIndex>>& pins() const { return pins_; }

  /// What items are compared by for diversity: the values of all categorical columns. Ascending, each once.
  std::vector<std::uint64_t> categories_of(ItemIndex item) const;

  Share minimum_relevance() const { return minimum_relevance_; }
  Share diversity() const { return diversity_; }
  /// Lists after which the relevance of an item is halved; 0: none.
  std::uint32_t rotation() const { return rotation_; }

 private:
  struct BoundBoost {
    const Column* column;
    std::vector<std::uint32_t> codes;  ///< of texts and flags, ascending
    std::optional<double> least;
    std::optional<double> most;
    Score points;

    /// What of the boost the item has; nothing when it has none of it.
    std::optional<std::string> value_of(ItemIndex item) const;
    bool fits(ItemIndex item) const;
  };

  BoundRules() = default;

  Result<void> bind_boost(const FieldBoost& boost, const std::string& place, const Catalog& catalog);

  std::size_t items_ = 0;
  std::vector<BoundBoost> boosts_;
  std::vector<ItemIndex> blocked_;  ///< ascending
  std::vector<Cap> caps_;
  std::vector<std::pair<std::size_t, ItemIndex>> pins_;
  std::vector<const Column*> categories_;
  Share minimum_relevance_ = 0;
  Share diversity_ = 0;
  std::uint32_t rotation_ = 0;
};

}  // namespace pocketrec
