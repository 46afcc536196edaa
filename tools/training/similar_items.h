#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/item_index.h"
#include "result/result.h"
#include "training/interaction_matrix.h"
#include "training/item_to_item.h"

namespace pocketrec {

/// Settings of train_similar_items.
struct SimilarItemsOptions {
  /// Items that a source keeps at most; at least 1.
  unsigned neighbors = 50;

  /// c, 0 to 1: an interaction counts d_u^(−c), so that users with everything say less of each pair.
  double user_exponent = 0.5;

  /// p, 0 to 1: 0 is the share of the source's users who also have the other item, which favours the popular ones;
  /// 0.5 is the cosine; 1 the share of the other item's users, which favours the rare ones.
  double popularity_discount = 0.5;

  /// Shared users that are doubted, ≥ 0: similarity is multiplied by shared / (shared + shrinkage).
  double shrinkage = 10;

  /// Users that two items must share at least.
  unsigned min_shared = 0;

  /// 0: one per processor. The result is the same for any number.
  unsigned threads = 0;

  TrainingProgress progress;
};

/// Similar items of each source. Owns its memory.
struct SimilarItems {
  std::vector<std::uint64_t> begin{0};  ///< per source, n_items() + 1 positions in the two below
  std::vector<ItemIndex> item;          ///< the most similar first, of equal ones the lower row; never the source
  std::vector<float> similarity;        ///< above 0, at most 1

  std::size_t n_items() const { return begin.size() - 1; }

  /// Views into the lists of a source. Precondition: source < n_items().
  std::span<const ItemIndex> items_of(std::size_t source) const {
    return std::span(item).subspan(begin[source], begin[source + 1] - begin[source]);
  }
  std::span<const float> similarities_of(std::size_t source) const {
    return std::span(similarity).subspan(begin[source], begin[source + 1] - begin[source]);
  }

  bool operator==(const SimilarItems&) const = default;
};

/// Item neighbours by co-occurrence: for items i and j that n users share, with W_ij = Σ d_u^(−c) over these and W_i
/// over all users of i, similarity = W_ij / (W_i^(1−p) · W_j^p) · n / (n + shrinkage). After Deshpande & Karypis,
/// "Item-Based Top-N Recommendation Algorithms", ACM TOIS 22(1), 2004, and the shrinkage of Bell & Koren, ICDM 2007.
/// The result has a list for each of matrix.n_items sources, empty for items that share no user. Errors: invalid_input
/// for a matrix that breaks its invariants, an option outside its range, or when the system refuses the memory.
Result<SimilarItems> train_similar_items(const InteractionMatrix& matrix, const SimilarItemsOptions& options);

}  // namespace pocketrec
