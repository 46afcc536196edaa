#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/item_index.h"
#include "model/recommender.h"

namespace pocketrec {

/// Fractional bits of WeightedItem::weight.
inline constexpr int kHistoryWeightFractionBits = 12;

/// 1.0 as WeightedItem::weight.
inline constexpr std::int32_t kFullHistoryWeight = 1 << kHistoryWeightFractionBits;

/// Most events of a history that count; with it, sums of int8 × weight fit 32 bits.
inline constexpr std::size_t kMaxHistory = 4000;

/// An item that scores start from, and how much it counts.
struct WeightedItem {
  ItemIndex item = kNoItem;
  std::int32_t weight = kFullHistoryWeight;  ///< real weight × 2^kHistoryWeightFractionBits, at most 1.0 in size

  bool operator==(const WeightedItem&) const = default;
};

/// A value that the request, or its user, has in a column, as a row of AttributeScores.
struct AttributeValue {
  std::uint32_t scores = 0;  ///< position in Model::attribute_scores()
  std::uint32_t row = 0;

  bool operator==(const AttributeValue&) const = default;
};

/// Values of one column that count in a request; with it, sums of scores keep their distance from 2^63.
inline constexpr std::size_t kMaxAttributeValues = 64;

/// What a request starts from: the events of a user, or the item on screen as one event. Both at most kMaxHistory.
struct History {
  std::vector<WeightedItem> events;  ///< newest first; an item may occur several times
  std::vector<WeightedItem> items;   ///< the distinct ones among them, each with its weightiest event, newest first
  std::vector<AttributeValue> attributes = {};  ///< of context and user; at most kMaxAttributeValues a column
};

/// A history of the given events, newest first, of which the first kMaxHistory count. Of events of one item and equal
/// size of weight the newest stands for it. n_items: of the catalogue. Precondition: items are below n_items.
History make_history(std::span<const WeightedItem> events, std::size_t n_items);

/// How much the events and items of a history count in a part: without a time scale each distinct item by its own
/// weight, with one each event by its own weight × e^(−age / time_scale), rounded to the nearest fixed-point number;
/// age 0 is the newest event. Events behind the window, and weights that round to 0, are left out. The result replaces
/// what `out` holds.
void weigh_history(const History& history, const ScorePart& part, std::vector<WeightedItem>& out);

}  // namespace pocketrec
