#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/item_index.h"
#include "training/item_sequences.h"
#include "training/sum_row.h"

namespace pocketrec {

/// How fast the events of a history fade: the event of age a (0 is the newest) counts e^(−a / scale), and nothing from
/// age `window` on.
struct TimeScale {
  double scale = 1;  ///< in events, > 0
  unsigned window = 1;

  bool operator==(const TimeScale&) const = default;
};

/// Fractional bits of the sums.
inline constexpr int kSequenceFractionBits = 24;

/// The sums that the linear sequence model is solved from. At every position t > 0 of a sequence the features of scale
/// s are f_(s,i) = Σ e^(−(t−1−p) / scale_s) over the positions p of item i with t − window_s ≤ p < t. Feature (s, i)
/// has the number s · n_items + i. Sums are of integers with kSequenceFractionBits fractional bits.
class SequenceSums {
 public:
  virtual ~SequenceSums() = default;

  /// Row of FᵀF: Σ_t f_feature · f_other for every `other` ≥ `feature`. out: one place a feature.
  virtual void feature_row(std::uint32_t feature, SumRow& out) const = 0;

  /// Row of TᵀF: Σ f_feature over the positions t > 0 where the item is `target`. out: one place a feature.
  virtual void target_row(ItemIndex target, SumRow& out) const = 0;
};

/// The sums of sequences. A summand of a row of FᵀF stands for a pair of positions: the decay from one to the other
/// times a sum of decays over the positions that see both. Either factor is rounded to 2^-16 and the product cut to
/// 2^-kSequenceFractionBits, so it is off by at most 2^-17 · (1 + second factor) + 2^-24. A summand of a row of TᵀF is
/// a decay, off by at most 2^-17. Views the sequences that it was made from.
class SequenceProducts final : public SequenceSums {
 public:
  /// Preconditions: scales are in range, items of the sequences below n_items.
  SequenceProducts(const ItemSequences& sequences, std::span<const TimeScale> scales);

  std::size_t n_items() const { return sequences_->n_items; }
  std::size_t n_features() const { return n_items() * scales_.size(); }

  void feature_row(std::uint32_t feature, SumRow& out) const override;
  void target_row(ItemIndex target, SumRow& out) const override;

 private:
  /// Σ_{k < count} of the product of two decays of age k; count up to the smaller of the two windows.
  std::int64_t overlap(std::size_t a, std::size_t b, std::size_t count) const {
    return overlap_[a * scales_.size() + b][count];
  }

  struct Place {
    std::uint32_t sequence;
    std::uint32_t position;
  };

  std::span<const Place> places_of(ItemIndex item) const {
    return std::span(places_).subspan(places_begin_[item], places_begin_[item + 1] - places_begin_[item]);
  }

  const ItemSequences* sequences_;
  std::vector<TimeScale> scales_;
  std::vector<std::vector<std::int64_t>> decay_;    // per scale, by age, 16 fractional bits
  std::vector<std::vector<std::int64_t>> overlap_;  // per pair of scales, by count, 16 fractional bits
  std::vector<std::uint64_t> places_begin_;         // per item
  std::vector<Place> places_;                       // ascending within an item
};

/// Upper bound of the entries of all rows of FᵀF together.
std::uint64_t most_feature_entries(const ItemSequences& sequences, std::span<const TimeScale> scales);

}  // namespace pocketrec
