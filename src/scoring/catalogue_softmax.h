#pragma once

#include <vector>

#include "domain/scores.h"

namespace pocketrec {

/// softmax() over all items of a catalogue, at the cost of those that a request touched: what the untouched ones add to
/// the sum follows from sums over the base scores. Immutable.
class CatalogueSoftmax {
 public:
  /// scale: per 1.0 of score, at least 0. Cost: an exponential an item.
  CatalogueSoftmax(const BaseScores& base, double scale);

  /// exp(scale · s) ÷ Σ_j exp(scale · s_j), for scores s of one request.
  class Shares {
   public:
    double operator()(Score score) const;

   private:
    friend class CatalogueSoftmax;
    Shares(double unit, Score largest) : unit_(unit), largest_(largest) {}

    /// unit · (score − largest)
    double exponent(Score score) const;

    double unit_;
    Score largest_;
    double total_ = 1;  ///< Σ_j exp(exponent(s_j))
  };

  /// Where at least half of the items are touched, the sum is over all of them in the order of rows. Else it is over
  /// the touched ones in the order of touched(), plus a tail of the base order from the best untouched item on, less
  /// the touched items in this tail. None of these was before that item, so the remainder is at least its exponential,
  /// and it is off by a relative (1 + touched items in the tail) × 2e-15 at worst: when they had nearly all of the
  /// tail. Terms go to kExpLanes sums by turns, and these are added at the end. Additions, multiplications, divisions
  /// and portable_exp() in a fixed order: the same bits on every target.
  /// Precondition: scores.base() is what this was made of.
  Shares shares(const Scores& scores) const;

 private:
  Shares shares_of_all(const Scores& scores) const;
  Shares shares_by_tails(const Scores& scores) const;

  double unit_;  ///< scale × 2^-kScoreFractionBits
  /// By place p in the base order, whose item has the score b_p: Σ_{j ≥ p} exp(unit · (b_j − b_p)), at least 1.
  std::vector<double> tails_;
};

}  // namespace pocketrec
