#pragma once

#include "domain/scored_item.h"
#include "domain/share.h"

namespace pocketrec {

/// How relevant a candidate is beside the best one, whose relevance is 1. Scores for users are compared by their
/// shares of the softmax, exp(scale · (s − best)): by how much less likely the item is. Scores of related and popular
/// items have no such meaning, but start at 0, so that theirs is s ÷ best. 0 for a score of an item that stands behind
/// all others.
class Relevance {
 public:
  /// scale: of the softmax, per 1.0 of score. best: the largest score of the candidates.
  static Relevance by_likelihood(double scale, Score best) { return {true, scale, best}; }
  static Relevance by_ratio(Score best) { return {false, 1, best}; }

  /// Precondition: score is at most the best. The same on every target.
  Share operator()(Score score) const;

 private:
  Relevance(bool by_likelihood, double scale, Score best) : by_likelihood_(by_likelihood), scale_(scale), best_(best) {}

  bool by_likelihood_;
  double scale_;
  Score best_;
};

}  // namespace pocketrec
