#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/item_index.h"
#include "result/result.h"

namespace pocketrec {

/// Somebody who has a value, or an event that has it, and the item that was chosen.
struct AttributeEvent {
  std::uint32_t value = 0;
  ItemIndex item = kNoItem;
  std::uint32_t user = 0;
};

struct AttributeModelOptions {
  double shrinkage = 10;  ///< a: users with a value that are doubted
  unsigned items = 200;   ///< kept for each value
};

/// Scores of items by value, one row a value.
struct AttributeWeights {
  std::vector<std::uint32_t> begin{0};  ///< values + 1 positions in the two below
  std::vector<ItemIndex> item;          ///< ascending within a row
  std::vector<float> score;             ///< 1.0 is the share of the most popular item
};

/// How much more often items are chosen where a value is, than everywhere:
///   s(v, i) = U_v / (U_v + a) · (n_vi / n_v − n_i / n) / max_j (n_j / n)
/// with n_vi the events of value v and item i, n_v those of v, U_v the users among them, n_i = item_counts[i] and n the
/// sum of these. Added to n_i / max n, the popularity of items, it is the popularity among what has the value, drawn
/// towards the overall one where few users have it (additive smoothing; Jelinek & Mercer 1980 mix the same two shares).
/// Of a row the entries that are largest in size are kept, of equal ones the lower item; scores beyond 127 are cut.
/// Does not depend on the order of events. Errors: invalid_input for 2^32 entries.
/// Precondition: values are below n_values, items below item_counts.size().
Result<AttributeWeights> train_attribute_model(std::vector<AttributeEvent> events, std::size_t n_values,
                                               std::span<const std::uint32_t> item_counts,
                                               const AttributeModelOptions& options);

}  // namespace pocketrec
