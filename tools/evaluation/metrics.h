#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "domain/item_index.h"
#include "domain/item_mask.h"

// Metrics of one ranked list against the items that the user really chose (contract/metrics.md §3).
//
// For every function here: `ranked` is best first and names an item at most once; it may be shorter than k, and what
// stands behind position k does not count. `truth` is ascending and distinct: a sorted span, not an ItemMask, because
// tens of thousands of users with a handful of items each are held at the same time. rel(i) is 1 if the item at
// position i (from 1) is in `truth`, else 0. k is at least 1. Nothing
// allocates but ndcg_with_gains_at_k.

namespace pocketrec {

/// NDCG@k with binary gain: DCG = Σ_{i≤k} rel(i)/log2(1 + i), divided by the DCG of min(k, |truth|) hits first.
/// 0 to 1. Järvelin & Kekäläinen 2002; contract/metrics.md §3. Empty `truth`: no value.
std::optional<double> ndcg_at_k(std::span<const ItemIndex> ranked, std::span<const ItemIndex> truth, std::size_t k);

/// The same with the gain of each truth item instead of 1: DCG = Σ_{i≤k} gain(i)/log2(1 + i), divided by the DCG of the
/// largest gains first. A common factor of all gains changes nothing. gains: one a truth item; what is not above 0
/// counts 0. contract/metrics.md §3, event weights. Without a gain above 0: no value.
std::optional<double> ndcg_with_gains_at_k(std::span<const ItemIndex> ranked, std::span<const ItemIndex> truth,
                                           std::span<const double> gains, std::size_t k);

/// Hits among the first k, divided by k, also when `ranked` or `truth` is shorter. contract/metrics.md §3.
double precision_at_k(std::span<const ItemIndex> ranked, std::span<const ItemIndex> truth, std::size_t k);

/// Hits among the first k, divided by |truth|: below 1 for more than k truths even if all k are hits (as LightGCN and
/// its successors measure; He et al. 2020). Empty `truth`: no value.
std::optional<double> recall_at_k(std::span<const ItemIndex> ranked, std::span<const ItemIndex> truth, std::size_t k);

/// 1 if there is a hit among the first k, else 0. With a single truth this is Recall@k.
double hit_rate_at_k(std::span<const ItemIndex> ranked, std::span<const ItemIndex> truth, std::size_t k);

/// 1 / position of the first hit among the first k, 0 if there is none. Voorhees 1999; contract/metrics.md §3.
double reciprocal_rank_at_k(std::span<const ItemIndex> ranked, std::span<const ItemIndex> truth, std::size_t k);

/// How far from the mainstream a list is: the mean of the first k items' self-information, in bits (popularity.h,
/// self_information). Zhou et al. 2010. `bits`: a value for every row of the catalogue. Empty `ranked`: no value.
std::optional<double> novelty_at_k(std::span<const ItemIndex> ranked, std::span<const double> bits, std::size_t k);

/// Counts the share of the catalogue that lists reach: |items in any list| / |catalogue|. contract/metrics.md §3.
class CoverageCounter {
 public:
  /// item_count: rows of the catalogue, that is distinct items in interactions and item data.
  explicit CoverageCounter(std::size_t item_count) : recommended_(item_count) {}

  /// Adds the first k items of a list. Precondition: they are below item_count.
  void add(std::span<const ItemIndex> ranked, std::size_t k);

  /// 0 to 1; 0 for an empty catalogue.
  double coverage() const;

 private:
  ItemMask recommended_;
};

}  // namespace pocketrec
