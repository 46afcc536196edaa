#include "scoring/relevance.h"

#include <cmath>

#include "domain/portable_exp.h"

namespace pocketrec {

Share Relevance::operator()(Score score) const {
  if (score >= best_) return kFullShare;
  if (by_likelihood_) {
    const double difference = static_cast<double>(score) - static_cast<double>(best_);
    return as_share(portable_exp(difference * std::ldexp(scale_, -kScoreFractionBits)));
  }
  if (score <= 0) return 0;
  return as_share(static_cast<double>(score) / static_cast<double>(best_));
}

}  // namespace pocketrec
