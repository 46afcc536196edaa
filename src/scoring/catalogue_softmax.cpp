#include "scoring/catalogue_softmax.h"

#include <algorithm>
#include <cmath>

#include "domain/portable_exp.h"

namespace pocketrec {
namespace {

/// Where exponents are this far above the reference, a new one is taken: their error grows with their size.
constexpr double kFarthestExponent = 8;

/// Kahan's sum: many equal terms, as rare items have them, would else all be rounded to the same side.
class Sum {
 public:
  void add(double term) {
    const double corrected = term - excess_;
    const double next = value_ + corrected;
    excess_ = (next - value_) - corrected;
    value_ = next;
  }
  void multiply(double factor) {
    value_ *= factor;
    excess_ *= factor;
  }
  double value() const { return value_; }

 private:
  double value_ = 0;
  double excess_ = 0;  ///< what value_ has too much
};

double difference(Score a, Score b) {
  return static_cast<double>(a) - static_cast<double>(b);
}

}  // namespace

CatalogueSoftmax::CatalogueSoftmax(const BaseScores& base, double scale)
    : unit_(std::ldexp(scale, -kScoreFractionBits)), tails_(base.order.size()) {
  Sum sum;
  Score reference = base.order.empty() ? 0 : base.values[base.order.back()];
  for (std::size_t place = tails_.size(); place-- > 0;) {
    const Score score = base.values[base.order[place]];
    double exponent = difference(score, reference) * unit_;
    if (exponent > kFarthestExponent) {
      sum.multiply(portable_exp(-exponent));
      reference = score;
      exponent = 0;
    }
    const double term = portable_exp(exponent);
    sum.add(term);
    tails_[place] = sum.value() / term;
  }
}

double CatalogueSoftmax::Shares::relative(Score score) const {
  return portable_exp(difference(score, largest_) * unit_);
}

CatalogueSoftmax::Shares CatalogueSoftmax::shares(const Scores& scores) const {
  return 2 * scores.touched().size() >= scores.size() ? shares_of_all(scores) : shares_by_tails(scores);
}

CatalogueSoftmax::Shares CatalogueSoftmax::shares_of_all(const Scores& scores) const {
  const auto largest = std::max_element(scores.begin(), scores.end());
  Shares shares(unit_, largest == scores.end() ? 0 : *largest);
  Sum total;
  for (const Score score : scores) total.add(shares.relative(score));
  shares.total_ = total.value();
  return shares;
}

CatalogueSoftmax::Shares CatalogueSoftmax::shares_by_tails(const Scores& scores) const {
  const BaseScores& base = scores.base();
  const auto untouched =
      std::find_if_not(base.order.begin(), base.order.end(), [&](ItemIndex item) { return scores.is_touched(item); });
  const ScoredItem best{*untouched, base.values[*untouched]};
  Score largest = best.score;
  for (const ItemIndex item : scores.touched()) largest = std::max(largest, scores[item]);

  Shares shares(unit_, largest);
  const Shares base_shares(unit_, best.score);
  Sum total;
  Sum rest;
  rest.add(tails_[static_cast<std::size_t>(untouched - base.order.begin())]);
  for (const ItemIndex item : scores.touched()) {
    total.add(shares.relative(scores[item]));
    const ScoredItem before{item, base.values[item]};
    if (ranks_before(best, before)) rest.add(-base_shares.relative(before.score));
  }
  total.add(std::max(1.0, rest.value()) * shares.relative(best.score));
  shares.total_ = total.value();
  return shares;
}

}  // namespace pocketrec
