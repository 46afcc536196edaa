#pragma once

#include <cstdint>
#include <span>

#include "result/result.h"
#include "training/item_to_item.h"
#include "training/normalized_interactions.h"
#include "training/similar_items.h"

namespace pocketrec {

/// Settings of train_metadata_similarity.
struct MetadataSimilarityOptions {
  unsigned neighbors = 50;  ///< items that a source keeps at most; at least 1

  /// Values that more items share are left out: they tell little, and the cost grows with the square of this number.
  unsigned most_items = 20'000;

  /// 0: one per processor. The result is the same for any number.
  unsigned threads = 0;

  TrainingProgress progress;
};

/// Items with the same metadata values: the cosine of the items' value vectors, each value weighted by its inverse
/// document frequency ln(items / items with it) (Spärck Jones, Journal of Documentation 28(1), 1972).
/// values_of_item: values of each item as ascending numbers · n_values: one more than the largest
/// is_source: one an item; 0: its list stays empty · preferred: one an item; of equally similar items those with the
/// higher number come first, then the lower row.
/// Errors: invalid_input for an option outside its range, or when the system refuses the memory.
/// Precondition: is_source and preferred have values_of_item.size() entries.
Result<SimilarItems> train_metadata_similarity(const IndexLists& values_of_item, std::size_t n_values,
                                               std::span<const std::uint8_t> is_source,
                                               std::span<const std::uint32_t> preferred,
                                               const MetadataSimilarityOptions& options);

}  // namespace pocketrec
