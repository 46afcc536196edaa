#include "training/user_sums.h"

#include <algorithm>

namespace pocketrec {

SumShape sum_shape(SumKind kind, std::uint32_t n_items, std::uint32_t n_scales) {
  switch (kind) {
    case SumKind::co_occurrence:
      return {n_items, n_items};
    case SumKind::features:
      return {n_items * n_scales, n_items * n_scales};
    case SumKind::targets:
      break;
  }
  return {n_items, n_items * n_scales};
}

UserSums::UserSums(const InteractionMatrix& matrix, double user_exponent, const ItemSequences& sequences,
                   std::span<const TimeScale> scales)
    : interactions_(normalize_interactions(matrix, user_exponent, 0)),
      co_occurrence_(interactions_),
      number_(matrix.n_items, kNoItem),
      sequences_(sequences, scales) {
  for (std::uint32_t item = 0; item < interactions_.n_items(); ++item) {
    number_[interactions_.original_item[item]] = item;
  }
}

void UserSums::read_row(SumKind kind, std::uint32_t row, const AddSummand& add) const {
  // A row for a whole catalogue is long, and there are as many rows.
  thread_local SumRow sums(0);
  thread_local std::vector<std::uint32_t> order;
  const std::size_t size = std::max(sequences_.n_features(), interactions_.n_items());
  if (sums.size() != size) sums = SumRow(size);
  sums.clear();
  if (kind == SumKind::co_occurrence) {
    if (number_[row] == kNoItem) return;
    co_occurrence_.upper_row(number_[row], sums);
  } else if (kind == SumKind::features) {
    sequences_.feature_row(row, sums);
  } else {
    sequences_.target_row(row, sums);
  }
  order.assign(sums.touched().begin(), sums.touched().end());
  std::sort(order.begin(), order.end());
  for (const std::uint32_t index : order) {
    add(kind == SumKind::co_occurrence ? interactions_.original_item[index] : index, sums[index]);
  }
}

}  // namespace pocketrec
