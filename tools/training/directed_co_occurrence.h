#pragma once

#include "result/result.h"
#include "training/event_groups.h"
#include "training/item_to_item.h"
#include "training/similar_items.h"

namespace pocketrec {

/// Which way a pair of events is counted.
enum class PairDirection {
  both,     ///< in any order
  forward,  ///< from an event to later ones of its group
};

/// Settings of train_directed_co_occurrence.
struct DirectedCoOccurrenceOptions {
  unsigned neighbors = 50;  ///< targets that a source keeps at most; at least 1
  PairDirection direction = PairDirection::both;
  unsigned window = 100;           ///< positions that the two events of a pair are apart at most; at least 1
  bool by_distance = false;        ///< a pair at distance d counts 1/d; otherwise 1
  unsigned min_groups = 2;         ///< groups in which a pair must occur
  double min_significance = 3.84;  ///< least log_likelihood_ratio() of a pair, ≥ 0

  /// 0: one per processor. The result is the same for any number.
  unsigned threads = 0;

  TrainingProgress progress;
};

/// Targets that follow or accompany each source significantly often. A pair (i, j) of different items is counted once
/// a group, at its smallest distance d: n_ij groups, and w_ij = Σ 1/d or n_ij. With the table over all counted pairs
/// (n_ij; pairs from i; pairs to j; all pairs), G² its log_likelihood_ratio(),
///   similarity ∝ √G² · w_ij / n_ij,
/// for pairs that are more frequent than independence would have them; the largest of each source is 1. √G² is about
/// the number of standard deviations by which the pair is too frequent (Dunning 1993, who counts word pairs this way).
/// The result has a list for each of groups.n_items sources. Errors: invalid_input for an option outside its range, or
/// when the system refuses the memory. Precondition: groups as group_events() makes them.
Result<SimilarItems> train_directed_co_occurrence(const EventGroups& groups,
                                                  const DirectedCoOccurrenceOptions& options);

}  // namespace pocketrec
