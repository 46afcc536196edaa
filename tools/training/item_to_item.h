#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/item_index.h"
#include "result/result.h"
#include "training/interaction_matrix.h"

namespace pocketrec {

/// How the sources of each target are found; what follows, the refit, is the same for all three.
enum class ItemToItemWay {
  items,          ///< inverse of the items × items matrix
  users,          ///< the same numbers from the inverse of the users × users matrix (Woodbury identity)
  co_occurrence,  ///< no inverse: of twice as many candidates with the largest normalised co-occurrences, those that
                  ///< weigh most when the target is solved on all of them; for catalogues of any size
};

/// "items", "users", "co-occurrence".
std::string_view item_to_item_way_name(ItemToItemWay way);

/// Called by the thread that trains: what goes on, and how many of its `total` steps are done.
using TrainingProgress = std::function<void(std::string_view stage, std::size_t done, std::size_t total)>;

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

  /// Solve each target again on the sources it kept, with λ × refit_ratio (> 0). Without: the pruned weights as they
  /// are.
  bool refit = true;
  double refit_ratio = 0.5;

  /// Candidates that the co-occurrence way weighs per source it keeps, 1 to 16; 1 keeps the candidates as they are. On
  /// the validation part of MovieLens 1M with 200 sources, NDCG@10 is 0.2420 with 1, 0.2446 with 2, and 0.2419 by
  /// inverse.
  unsigned candidate_ratio = 2;

  /// 0: one per processor. The result is the same for any number.
  unsigned threads = 0;

  /// Memory that the way may need, in bytes. 0: 60 % of the machine's, so that another machine may choose another way:
  /// set this or `way` where the same bytes have to come out everywhere.
  std::uint64_t memory_budget_bytes = 0;

  /// Multiplications that an inverse may need; more, and the way is co_occurrence. The default is roughly a quarter of
  /// an hour on two processors of 2024.
  double inverse_operations_limit = 5e13;

  /// Takes this way whatever it needs.
  std::optional<ItemToItemWay> way;

  TrainingProgress progress;
};

/// Size of a training problem: users and items that have interactions, and the number of these.
struct InteractionShape {
  std::size_t users = 0;
  std::size_t items = 0;
  std::size_t interactions = 0;
};

/// Shape of a matrix. Precondition: it keeps its invariants.
InteractionShape interaction_shape(const InteractionMatrix& matrix);

/// What train_item_to_item would do.
struct ItemToItemPlan {
  ItemToItemWay way = ItemToItemWay::items;
  std::uint64_t bytes = 0;      ///< at the peak, without the caller's matrix; an estimate
  double operations = 0;        ///< multiplications of inverse and refit; those of co-occurrence sums are left out
  bool keeps_products = false;  ///< X̃ᵀX̃ stays in memory for the refit, instead of sums for each target
  std::string text;             ///< the above for people, one line
};

/// Chooses the way: the cheaper of the two inverses that fit memory and operations (items unless there are more than
/// 5,000 of them), else co_occurrence. Errors: invalid_input for an option outside its range.
Result<ItemToItemPlan> plan_item_to_item(const InteractionShape& shape, const ItemToItemOptions& options);

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

/// Fits the item-to-item ridge with zero diagonal (EASE; Steck, "Embarrassingly Shallow Autoencoders for Sparse Data",
/// WWW 2019) on X̃, keeps per target the `neighbors` sources of largest |weight|, solves each target again on these, and
/// undoes the item scaling: B ← D_i^(−b) B D_i^(b).
/// The result has a list for each of matrix.n_items targets, empty for items without interactions; such items, and
/// users without, change nothing for the others. Same input, same bytes: for any number of threads and on any x86-64.
/// Errors: invalid_input for a matrix that breaks its invariants, an option outside its range, or when the system
/// refuses the memory.
Result<SparseWeights> train_item_to_item(const InteractionMatrix& matrix, const ItemToItemOptions& options);

}  // namespace pocketrec
