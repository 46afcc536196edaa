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

template <std::size_t lanes>
void exponentials(std::array<double, lanes>& x) {
  // x = k ln 2 + r with |r| ≤ ln 2 / 2; ln 2 in two parts keeps r exact (Cody & Waite 1980).
  constexpr double kLog2Inverse = 1.4426950408889634;
  constexpr double kLog2High = 6.93147180369123816490e-01;
  constexpr double kLog2Low = 1.90821492927058770002e-10;
  std::array<double, lanes> k;
  std::array<double, lanes> r;
  for (std::size_t i = 0; i < lanes; ++i) k[i] = std::floor(x[i] * kLog2Inverse + 0.5);
  for (std::size_t i = 0; i < lanes; ++i) r[i] = (x[i] - k[i] * kLog2High) - k[i] * kLog2Low;
  // Taylor to r^13 / 13!: its remainder is below 1e-17 for this r.
  std::array<double, lanes> sum{};
  for (const double coefficient : kInverseFactorials) {
    for (std::size_t i = 0; i < lanes; ++i) sum[i] = sum[i] * r[i] + coefficient;
  }
  for (std::size_t i = 0; i < lanes; ++i) {
    x[i] = x[i] < -745 ? 0 : times_power_of_two(sum[i], static_cast<int>(k[i]));
  }
}

}  // namespace

double portable_exp(double x) {
  std::array<double, 1> single = {x};
  exponentials(single);
  return single[0];
}

void portable_exps(std::array<double, kExpLanes>& x) {
  exponentials(x);
}

}  // namespace pocketrec
