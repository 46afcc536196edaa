#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "domain/item_index.h"
#include "result/result.h"
#include "training/counted_sums.h"
#include "training/interaction_matrix.h"
#include "training/products.h"
#include "training/training_options.h"

namespace pocketrec {

/// Settings of train_item_to_item. The defaults were chosen on the validation part of MovieLens 1M.
struct ItemToItemOptions {
  /// a and b of X̃ = D_u^(−a) X D_i^(−b), each 0 to 1; 0 leaves out the normalisation.
  double user_exponent = 0.25;
  double item_exponent = 0.25;

  /// r > 0: the ridge is λ = r × mean of the diagonal of X̃ᵀX̃, over items with interactions. Values below about 0.01
  /// leave few correct digits in single precision.
  double regularization = 5;

  /// Sources that a target keeps at most; 1 to 4096.
  unsigned neighbors = 200;

  /// Candidates that are weighed for each source that is kept, 1 to 16; 1 keeps the candidates as they are. On the
  /// validation part of MovieLens 1M with 200 sources, NDCG@10 is 0.2420 with 1 and 0.2446 with 2.
  unsigned candidate_ratio = 2;

  /// Ridge of the last solution, on the sources that were kept, as a part of λ; > 0.
  double refit_ratio = 0.5;

  /// 0: one per processor. The result is the same for any number.
  unsigned threads = 0;

  /// Memory that it may need, in bytes. The result is the same for any that suffices.
  std::uint64_t memory_budget_bytes = std::uint64_t{8} << 30;

  TrainingProgress progress;
};

/// Size of a training problem: users and items that have interactions, and the number of these.
struct InteractionShape {
  std::size_t users = 0;
  std::size_t items = 0;
  std::size_t interactions = 0;
  std::uint64_t pairs = 0;  ///< Σ over users of their items × items
};

/// Shape of a matrix. Precondition: it keeps its invariants.
InteractionShape interaction_shape(const InteractionMatrix& matrix);

/// What train_item_to_item would need.
struct ItemToItemPlan {
  std::optional<ProductForm> form;  ///< of X̃ᵀX̃ in memory; nothing: products are summed for each target
  std::uint64_t bytes = 0;          ///< at the peak, without the caller's matrix; an estimate
  std::string text;                 ///< the above for people, one line
};

/// Keeps all products where that fits the budget and saves time, or where they were counted before. Errors:
/// invalid_input for an option outside its range, or when more memory than the budget is needed however it is done.
Result<ItemToItemPlan> plan_item_to_item(const InteractionShape& shape, const ItemToItemOptions& options,
                                         bool counted = false);

/// An item-to-item model: score of target t = Σ of the weights from the items of a user's history. Owns its memory.
struct SparseWeights {
  std::vector<std::uint64_t> begin{0};  ///< per target, n_targets() + 1 positions in the two below
  std::vector<ItemIndex> source;        ///< ascending within a target, never the target itself
  std::vector<float> weight;            ///< finite

  std::size_t n_targets() const { return begin.size() - 1; }

  /// Views into the lists of a target. Precondition: target < n_targets().
  std::span<const ItemIndex> sources_of(std::size_t target) const {
    return std::span(source).subspan(begin[target], begin[target + 1] - begin[target]);
  }
  std::span<const float> weights_of(std::size_t target) const {
    return std::span(weight).subspan(begin[target], begin[target + 1] - begin[target]);
  }

  bool operator==(const SparseWeights&) const = default;
};

/// Fits an item-to-item ridge with zero diagonal on X̃, a few sources a target: candidates are those of the largest
/// normalised co-occurrence, of which the `neighbors` of largest |weight| are kept when the target is solved on all of
/// them, and it is solved again on these alone. With all other items as candidates the first solution is EASE (Steck,
/// "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019), without the inverse of a matrix of all items; the
/// choice of few sources is that of Ning & Karypis, "SLIM", ICDM 2011, with fsSLIM's candidates. Undoes the item
/// scaling at the end: B ← D_i^(−b) B D_i^(b). The result has a list for each of matrix.n_items targets, empty for
/// items without interactions; such items, and users without, change nothing for the others. Same input, same bytes:
/// for any number of threads and on any x86-64. Errors: invalid_input for a matrix that breaks its invariants; those of
/// plan_item_to_item; or when the system refuses the memory. counted: sums of co-occurrence over exactly these users,
/// with the same user exponent; nullptr: they are counted here.
Result<SparseWeights> train_item_to_item(const InteractionMatrix& matrix, const ItemToItemOptions& options,
                                         const CountedSums* counted = nullptr);

}  // namespace pocketrec
