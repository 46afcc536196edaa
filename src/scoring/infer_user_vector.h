#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/factors.h"
#include "scoring/history.h"

namespace pocketrec {

/// Entries of a history that infer_user_vector() uses at most, the first of them. Each costs dimensions² / 2
/// multiplications.
inline constexpr std::size_t kMaxFoldInItems = 1000;

/// Bounds of UserVector::fraction_bits. The lower one keeps scores in range; with it, entries beyond ±8 are cut off.
inline constexpr int kLeastUserFractionBits = 12;
inline constexpr int kMostUserFractionBits = 40;

/// Where a user stands among the items of Factors, in fixed point: entry k is values[k] × 2^-fraction_bits.
struct UserVector {
  std::vector<std::int16_t> values;  ///< one a dimension, -32767 to 32767; empty: no history, no contribution
  int fraction_bits = kLeastUserFractionBits;

  bool operator==(const UserVector&) const = default;
};

/// Memory for infer_user_vector(); keep one a thread and use it again to avoid allocations.
struct FoldInScratch {
  std::vector<double> matrix;
  std::vector<double> vector;
  std::vector<double> solution;
};

/// The user's vector u that a user half-step of implicit ALS would give (Hu, Koren & Volinsky, "Collaborative Filtering
/// for Implicit Feedback Datasets", ICDM 2008; ridge as in Rendle et al., "Revisiting the Performance of iALS on Item
/// Recommendation Benchmarks", RecSys 2022), before rounding:
///   (gram + Σ_h |w_h| v_h v_hᵀ + ridge · I) u = Σ_h w_h v_h,  ridge = regularization · (Σ_h |w_h| +
///   unobserved)^exponent
/// An entry with a negative weight was observed with the target −1 instead of 1. An item that occurs several times
/// counts as often. The best fitting power of two makes the entries int16, so that each is off by up to
/// 2^-(fraction_bits + 1).
///
/// In double by Eigen, in additions, multiplications and divisions of a fixed order (symmetric_system.h), all of which
/// IEEE 754 rounds alike: the same bits on every target. A vector that is not finite, which takes a Gram matrix that no
/// item vectors have, is as none.
UserVector infer_user_vector(const Factors& factors, std::span<const WeightedItem> history, FoldInScratch& scratch);

/// The same before it is rounded: one entry a dimension, empty without a history. Points into the scratch.
std::span<const double> solve_user_vector(const Factors& factors, std::span<const WeightedItem> history,
                                          FoldInScratch& scratch);

/// What each entry of the history, up to kMaxFoldInItems, contributes to u · v_item before rounding:
/// w_h · v_itemᵀ A⁻¹ v_h with the matrix A of the equation above (Hu, Koren & Volinsky 2008, §5).
std::vector<double> explain_user_vector(const Factors& factors, std::span<const WeightedItem> history, ItemIndex item,
                                        FoldInScratch& scratch);

}  // namespace pocketrec
