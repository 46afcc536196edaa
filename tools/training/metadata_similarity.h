#pragma once

#include <cstdint>
#include <span>

#include "result/result.h"
#include "training/item_values.h"
#include "training/similar_items.h"

namespace pocketrec {

/// Settings of train_metadata_similarity.
struct MetadataSimilarityOptions {
  unsigned neighbors = 50;   ///< items that a source keeps at most; at least 1
  double word_weight = 0.5;  ///< of the words of texts beside the other values (datasets/value_weights.h); 0 to 100

  /// Values that more items share are left out: they tell little, and the cost grows with the square of this number.
  unsigned most_items = 20'000;

  /// 0: one per processor. The result is the same for any number.
  unsigned threads = 0;

  TrainingProgress progress;
};

/// Items with the same metadata values: the cosine of the items' vectors, each value weighted by its inverse document
/// frequency (datasets/value_weights.h).
/// is_source: one an item; 0: its list stays empty · preferred: one an item; of equally similar items those with the
/// higher number come first, then the lower row.
/// Errors: invalid_input for an option outside its range, or when the system refuses the memory.
/// Precondition: is_source and preferred have values.n_items() entries.
Result<SimilarItems> train_metadata_similarity(const ItemValues& values, std::span<const std::uint8_t> is_source,
                                               std::span<const std::uint32_t> preferred,
                                               const MetadataSimilarityOptions& options);

}  // namespace pocketrec
