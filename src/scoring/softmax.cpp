#include "scoring/softmax.h"

#include <algorithm>
#include <cmath>

#include "domain/portable_exp.h"

namespace pocketrec {

std::vector<double> softmax(std::span<const Score> scores, double scale) {
  std::vector<double> shares(scores.size());
  if (scores.empty()) return shares;
  const Score largest = *std::max_element(scores.begin(), scores.end());
  const double unit = std::ldexp(scale, -kScoreFractionBits);
  double total = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    shares[i] = portable_exp((static_cast<double>(scores[i]) - static_cast<double>(largest)) * unit);
    total += shares[i];
  }
  for (double& share : shares) share /= total;
  return shares;
}

}  // namespace pocketrec
