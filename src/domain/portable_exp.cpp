#include "domain/portable_exp.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

namespace pocketrec {
namespace {

/// 1/13!, 1/12!, …, 1/0!
constexpr std::array<double, 14> kInverseFactorials = {
    1.0 / 6227020800, 1.0 / 479001600, 1.0 / 39916800, 1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040,
    1.0 / 720,        1.0 / 120,       1.0 / 24,       1.0 / 6,       1.0 / 2,      1.0,         1.0};

/// The same bits as ldexp, which takes several times as long as a multiplication.
double times_power_of_two(double x, int k) {
  constexpr int kBias = 1023;
  if (k <= -kBias || k > kBias) return std::ldexp(x, k);
  return x * std::bit_cast<double>(static_cast<std::uint64_t>(k + kBias) << 52);
}

}  // namespace

double portable_exp(double x) {
  if (x < -745) return 0;
  // x = k ln 2 + r with |r| ≤ ln 2 / 2; ln 2 in two parts keeps r exact (Cody & Waite 1980).
  constexpr double kLog2Inverse = 1.4426950408889634;
  constexpr double kLog2High = 6.93147180369123816490e-01;
  constexpr double kLog2Low = 1.90821492927058770002e-10;
  const double k = std::floor(x * kLog2Inverse + 0.5);
  const double r = (x - k * kLog2High) - k * kLog2Low;
  // Taylor to r^13 / 13!: its remainder is below 1e-17 for this r.
  double sum = 0;
  for (const double coefficient : kInverseFactorials) sum = sum * r + coefficient;
  return times_power_of_two(sum, static_cast<int>(k));
}

}  // namespace pocketrec
