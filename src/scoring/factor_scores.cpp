#include "scoring/factor_scores.h"

#include <cassert>
#include <cstddef>

#include "scoring/part_weight.h"

namespace pocketrec {
namespace {

// Entries that are multiplied together; a fixed number, since -O2 makes vector instructions of no other loop.
constexpr std::size_t kLanes = 16;

constexpr int kProductFractionBits = kScoreFractionBits - kPartWeightFractionBits;

// A dot product times a scale of at most 2^28 is below 2^59; cut by at least 16 bits and times a weight of at most 2^16
// it is again. So the sum of 8 parts stays below 2^63.
static_assert(std::int64_t{kMaxDimensions} * 127 * INT16_MAX <= INT32_MAX);
static_assert(kLeastUserFractionBits + kFactorScaleFractionBits - kProductFractionBits >= kPartWeightFractionBits);
static_assert(kMostUserFractionBits + kFactorScaleFractionBits - kProductFractionBits < 63);

}  // namespace

std::int32_t dot(std::span<const std::int16_t> user, std::span<const std::int8_t> row) {
  assert(user.size() == row.size());
  const std::int16_t* const u = user.data();
  const std::int8_t* const v = row.data();
  std::int32_t sum = 0;
  std::size_t k = 0;
  for (; k + kLanes <= user.size(); k += kLanes) {
    std::int32_t block = 0;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      // int16 times int16 is what processors multiply and add in one instruction.
      block += std::int32_t{u[k + lane]} * std::int16_t{v[k + lane]};
    }
    sum += block;
  }
  for (; k < user.size(); ++k) sum += std::int32_t{u[k]} * v[k];
  return sum;
}

void add_factor_scores(const Factors& factors, const UserVector& user, std::int64_t weight,
                       std::span<const ItemIndex> items, Scores& scores) {
  const int cut = user.fraction_bits + kFactorScaleFractionBits - kProductFractionBits;
  for (const ItemIndex item : items) {
    if (item >= factors.scales.size()) continue;
    const std::int64_t product = dot(user.values, factors.row(item));
    scores.add(item, ((product * factors.scales[item]) >> cut) * weight);
  }
}

}  // namespace pocketrec
