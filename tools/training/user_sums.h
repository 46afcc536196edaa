#pragma once

#include <span>
#include <vector>

#include "training/co_occurrence.h"
#include "training/counted_sums.h"
#include "training/interaction_matrix.h"
#include "training/item_sequences.h"
#include "training/sequence_products.h"

namespace pocketrec {

/// The sums of some users, counted row by row as they are asked for.
class UserSums final : public CountedSums {
 public:
  /// matrix, sequences: of the same users over the same catalogue; sequences must outlive it. user_exponent: a of
  /// train_item_to_item. scales: in range.
  UserSums(const InteractionMatrix& matrix, double user_exponent, const ItemSequences& sequences,
           std::span<const TimeScale> scales);

  /// Each index once, ascending.
  void read_row(SumKind kind, std::uint32_t row, const AddSummand& add) const override;

 private:
  NormalizedInteractions interactions_;
  CoOccurrence co_occurrence_;
  std::vector<std::uint32_t> number_;  // of an item among those with interactions; kNoItem: none
  SequenceProducts sequences_;
};

}  // namespace pocketrec
