#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "training/normalized_interactions.h"
#include "training/products.h"

namespace pocketrec {

/// Fractional bits of user weights and their sums: 2^27 users of weight 1 fit, and a user of 4,000 items still weighs
/// 17 at the strongest normalisation, d^-2.
inline constexpr int kCoOccurrenceFractionBits = 36;

/// X̃ᵀX̃ without being kept in memory: G_ij = item_scale[i] · item_scale[j] · Σ over the users whom i and j share of
/// their user_scale², whose sum is taken in integers. A view of the interactions that it was made from.
class CoOccurrence final : public Products {
 public:
  explicit CoOccurrence(const NormalizedInteractions& interactions);

  std::size_t size() const override { return interactions_->n_items(); }

  /// Replaces `out` by the sums of an item with every item ≥ it. out: for size().
  void upper_row(std::uint32_t item, SumRow& out) const;

  /// G_ij of a sum.
  float product(std::uint32_t item, std::uint32_t other, std::int64_t sum) const;

  /// G_ii of every item.
  std::vector<double> diagonal() const;

  /// Sums rows and products anew each time that they are asked for.
  std::unique_ptr<Reader> reader(std::size_t most_rows) const override;

 private:
  class ListReader;

  const NormalizedInteractions* interactions_;
  std::vector<std::int64_t> weight_;  // of a user
};

}  // namespace pocketrec
