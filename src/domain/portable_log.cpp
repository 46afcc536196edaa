#include "domain/portable_log.h"

#include <cmath>

#include "domain/portable_exp.h"

namespace pocketrec {

double portable_log(double x) {
  constexpr double kLn2 = 0.693147180559945309417232121458;
  constexpr double kSqrtHalf = 0.70710678118654752;
  int exponent = 0;
  double fraction = std::frexp(x, &exponent);
  if (fraction < kSqrtHalf) {
    fraction *= 2;
    --exponent;
  }
  // ln f = 2 artanh s with |s| ≤ 0.1716: the term behind the last one is below 1e-17 of the first.
  const double s = (fraction - 1) / (fraction + 1);
  double series = 0;
  for (int k = 23; k >= 1; k -= 2) series = series * (s * s) + 1.0 / k;
  return exponent * kLn2 + 2 * s * series;
}

double portable_pow(double base, double exponent) {
  if (exponent == 0) return 1;
  if (exponent == 1) return base;
  return portable_exp(exponent * portable_log(base));
}

}  // namespace pocketrec
