#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "result/result.h"
#include "training/item_sequences.h"
#include "training/item_to_item.h"
#include "training/sequence_products.h"

namespace pocketrec {

/// The last event alone, a sitting, and a longer while: (1, 4), (5, 25) and (30, 150).
std::vector<TimeScale> default_time_scales();

/// Settings of train_sequence_model. The defaults were chosen on the validation part of MovieLens 1M, leave one out.
struct SequenceModelOptions {
  /// At least one, at most 4; scale above 0 up to 1e6, window 1 to 4000.
  std::vector<TimeScale> scales = default_time_scales();

  /// r > 0: feature f has the ridge r · √(G_ff · mean), G = FᵀF and the mean over its diagonal where that isn't 0.
  double regularization = 0.4;

  /// Features that a target keeps at most, of all scales together; 1 to 4096.
  unsigned neighbors = 300;

  /// Candidates that are weighed for each feature that is kept, 1 to 16.
  unsigned candidate_ratio = 2;

  /// Ridge of the last solution, on the features that were kept, as a part of the first one's; > 0.
  double refit_ratio = 0.5;

  /// 0: one per processor. The result is the same for any number.
  unsigned threads = 0;

  /// Memory that it may need, in bytes.
  std::uint64_t memory_budget_bytes = std::uint64_t{8} << 30;

  TrainingProgress progress;
};

/// What train_sequence_model would need.
struct SequenceModelPlan {
  ProductForm form = ProductForm::tiles;  ///< of FᵀF in memory: tiles or upper_lists
  std::uint64_t bytes = 0;                ///< at the peak, without the caller's sequences; an estimate
  std::string text;                       ///< the above for people, one line
};

/// Errors: invalid_input for an option outside its range, for items that are not below n_items, or when both ways need
/// more memory than the budget.
Result<SequenceModelPlan> plan_sequence_model(const ItemSequences& sequences, const SequenceModelOptions& options);

/// Linear sequence model: the next item from a history that fades in several time scales at once, by ridge regression.
/// Choi et al., "Session-aware Linear Item-Item Models for Session-based Recommendation" (SLIST), WWW 2021, with the
/// features of several scales side by side (sequence_products.h). Each target keeps the features that weigh most when
/// it is solved on those with the largest normalised sums that aren't 0, and is solved again on these alone.
/// Returns one set of weights a scale, in the order of the options; a list for each of n_items targets. Unlike in
/// item-to-item weights a target may be its own source. Same input, same bytes: for any number of threads and on any
/// x86-64, and for any order of the sequences.
/// counted: features and targets over exactly these sequences with the same scales; nullptr: they are counted here.
/// Errors: those of plan_sequence_model, or invalid_input when the system refuses the memory.
Result<std::vector<SparseWeights>> train_sequence_model(const ItemSequences& sequences,
                                                        const SequenceModelOptions& options,
                                                        const CountedSums* counted = nullptr);

}  // namespace pocketrec
