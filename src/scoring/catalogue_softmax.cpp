#include "scoring/catalogue_softmax.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

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

/// Σ exp(x), by as many sums side by side as exponentials are made at a time.
class ExponentialSum {
 public:
  void add(double x) {
    waiting_[count_++] = x;
    if (count_ == kExpLanes) take();
  }

  /// All that was added, the sums from the first to the last.
  double value() {
    std::fill(waiting_.begin() + static_cast<std::ptrdiff_t>(count_), waiting_.end(), kNothing);
    take();
    double total = 0;
    for (const Sum& sum : sums_) total += sum.value();
    return total;
  }

 private:
  static constexpr double kNothing = -1000;  // whose exponential is 0

  void take() {
    portable_exps(waiting_);
    for (std::size_t lane = 0; lane < kExpLanes; ++lane) sums_[lane].add(waiting_[lane]);
    count_ = 0;
  }

  std::array<double, kExpLanes> waiting_;
  std::size_t count_ = 0;
  std::array<Sum, kExpLanes> sums_;
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

double CatalogueSoftmax::Shares::operator()(Score score) const {
  return portable_exp(exponent(score)) / total_;
}

double CatalogueSoftmax::Shares::exponent(Score score) const {
  return difference(score, largest_) * unit_;
}

CatalogueSoftmax::Shares CatalogueSoftmax::shares(const Scores& scores) const {
  return 2 * scores.touched().size() >= scores.size() ? shares_of_all(scores) : shares_by_tails(scores);
}

CatalogueSoftmax::Shares CatalogueSoftmax::shares_of_all(const Scores& scores) const {
  const auto largest = std::max_element(scores.begin(), scores.end());
  Shares shares(unit_, largest == scores.end() ? 0 : *largest);
  ExponentialSum total;
  for (const Score score : scores) total.add(shares.exponent(score));
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
  ExponentialSum touched_now;
  ExponentialSum touched_before;
  for (const ItemIndex item : scores.touched()) {
    touched_now.add(shares.exponent(scores[item]));
    const ScoredItem before{item, base.values[item]};
    if (ranks_before(best, before)) touched_before.add(base_shares.exponent(before.score));
  }
  const double tail = tails_[static_cast<std::size_t>(untouched - base.order.begin())];
  const double rest = std::max(1.0, tail - touched_before.value());
  shares.total_ = touched_now.value() + rest * portable_exp(shares.exponent(best.score));
  return shares;
}

}  // namespace pocketrec
