#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "domain/item_mask.h"
#include "domain/scored_item.h"
#include "domain/scores.h"
#include "engine/bound_rules.h"
#include "ranking/cap_counts.h"
#include "scoring/relevance.h"

namespace pocketrec {

/// Candidates that rules order: so many times as many as are asked for, but at least kLeastPool and at most kMostPool.
/// Behind them a list goes on by score.
inline constexpr std::size_t kPoolPerResult = 4;
inline constexpr std::size_t kLeastPool = 200;
inline constexpr std::size_t kMostPool = 1000;

/// Room that the caps of rules leave in a list that is being made. The rules must outlive it.
class CapRoom {
 public:
  explicit CapRoom(const BoundRules& rules);

  /// A full value of an item: which cap's, and the value (column_values()).
  struct Refusal {
    std::size_t cap = 0;
    std::uint64_t value = 0;
  };

  /// Counts the item where all its caps have room; else the first that has none.
  std::optional<Refusal> take(ItemIndex item);

 private:
  const BoundRules* rules_;
  std::vector<CapCounts> counts_;
};

/// What rules did to a candidate before the list was full.
struct RuledCandidate {
  ScoredItem item;
  Share relevance = 0;            ///< as rotation left it
  Share full_relevance = 0;       ///< without rotation
  std::uint32_t times_shown = 0;  ///< where rules rotate
  bool is_too_irrelevant = false;
  std::optional<CapRoom::Refusal> refusal;  ///< of a cap
};

/// The part of a list that scores fill, and how it came to be.
struct RuledList {
  std::vector<ScoredItem> items;
  /// By relevance as rotation left it; behind these what caps refused of the others, and what is too irrelevant.
  std::vector<RuledCandidate> pool;
};

/// In how many lists each item was shown: a count for each.
using TimesShown = std::function<std::vector<std::uint32_t>(std::span<const ScoredItem>)>;

/// Fills `places` of a list from the candidates: minimum relevance, rotation, diversity and caps, in this order
/// (docs/rules.md). relevance: beside the best candidate there is. room: what the list has already is counted in it,
/// and so are its new items.
RuledList apply_rules(const BoundRules& rules, const Scores& scores, const ItemMask& candidates, std::size_t places,
                      const Relevance& relevance, const TimesShown& times_shown, CapRoom& room);

}  // namespace pocketrec
