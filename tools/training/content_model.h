#pragma once

#include <cstdint>
#include <span>

#include "result/result.h"
#include "training/item_to_item.h"
#include "training/item_values.h"

namespace pocketrec {

/// Settings of train_content_model. The defaults were chosen on the validation items of citeulike-a's cold split.
struct ContentModelOptions {
  unsigned similar = 300;     ///< items with interactions that a target is put together from; 1 to 4096
  double regularization = 6;  ///< λ, 1e-6 to 1e6; similarities are at most 1
  unsigned neighbors = 200;   ///< sources that a target keeps at most; 1 to 4096
  double fade = 10;           ///< k, above 0 up to 1e6: weights are multiplied by k / (k + users of the target)
  unsigned most_users = 20;   ///< targets with more users have no list
  double word_weight = 0.5;   ///< of the words of texts beside the other values (datasets/value_weights.h); 0 to 100
  unsigned threads = 0;       ///< 0: one per processor. The result is the same for any number.

  TrainingProgress progress;
};

/// Weights of items with few or no interactions, from items with similar metadata: the ridge regression from metadata
/// to the columns of an item-to-item model, solved for each target on its most similar items alone. With φ the vectors
/// of values weighted by idf^1.5 (datasets/value_weights.h; 0 for a value that one item has), S the items most similar
/// to target c of those that have a list and share a value with it, K their products:
///   column(c) = k / (k + users) · Σ_{s ∈ S} α_s · column(s),  α = (K_SS + λI)⁻¹ K_Sc
/// as side information is mapped to factors by Gantner et al., "Learning Attribute-to-Feature Mappings for Cold-Start
/// Recommendations", ICDM 2010, with the columns in the place of the factors, in the dual form.
/// item_to_item: a list for each item · users: distinct users of each item. The result has a list for each item; a
/// target is never its own source. Same input, same bytes: for any number of threads and on any x86-64. Errors:
/// invalid_input for an option outside its range, or when the system refuses the memory. Preconditions: the three have
/// as many items.
Result<SparseWeights> train_content_model(const ItemValues& values, const SparseWeights& item_to_item,
                                          std::span<const std::uint32_t> users, const ContentModelOptions& options);

}  // namespace pocketrec
