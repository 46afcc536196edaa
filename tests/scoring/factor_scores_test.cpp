#include "scoring/factor_scores.h"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <vector>

#include "scoring/part_weight.h"
#include "scoring/random_factors.h"

namespace pocketrec {
namespace {

BaseScores all_zero(std::size_t items) {
  return {std::vector<Score>(items, 0), {}};
}

}  // namespace

TEST_SUITE("factor scores") {
  TEST_CASE("a dot product is exact for every length and the largest values") {
    std::mt19937 random(41);
    for (std::size_t size = 0; size <= kMaxDimensions; size += size < 70 ? 1 : 17) {
      CAPTURE(size);
      std::vector<std::int16_t> user(size);
      std::vector<std::int8_t> row(size);
      std::int64_t expected = 0;
      for (std::size_t k = 0; k < size; ++k) {
        user[k] = static_cast<std::int16_t>(static_cast<int>(random() % 65535) - 32767);
        row[k] = static_cast<std::int8_t>(static_cast<int>(random() % 255) - 127);
        expected += std::int64_t{user[k]} * row[k];
      }
      CHECK(dot(user, row) == expected);
    }
    const std::vector<std::int16_t> user(kMaxDimensions, 32767);
    CHECK(dot(user, std::vector<std::int8_t>(kMaxDimensions, 127)) == 512 * 127 * 32767);
    CHECK(dot(user, std::vector<std::int8_t>(kMaxDimensions, -127)) == -512 * 127 * 32767);
  }

  TEST_CASE("are the products of real vectors, but for half a step of each entry and the cut") {
    std::mt19937 random(42);
    FoldInScratch scratch;
    for (int round = 0; round < 40; ++round) {
      CAPTURE(round);
      const auto items = static_cast<std::uint32_t>(1 + random() % 50);
      const FactorContents contents = random_factors(random, items, 1 + static_cast<std::uint32_t>(random() % 40));
      const Factors factors = view_of(contents);
      std::vector<WeightedItem> history;
      for (std::size_t i = random() % 9; i > 0; --i) {
        history.push_back(
            {static_cast<ItemIndex>(random() % items), static_cast<std::int32_t>(random() % 8193) - 4096});
      }
      const UserVector user = infer_user_vector(factors, history, scratch);
      const auto real = solve_user_vector(factors, history, scratch);
      const std::int64_t weight = static_cast<std::int64_t>(random() % 131073) - 65536;
      const BaseScores base = all_zero(items);
      Scores scores;
      scores.start(base);
      if (!user.values.empty()) add_factor_scores(factors, user, weight, scores.touch_all(), scores);
      for (std::uint32_t item = 0; item < items; ++item) {
        double expected = 0;
        double size = 0;
        for (std::size_t k = 0; k < real.size(); ++k) {
          expected += real[k] * real_entry(factors, item, k);
          size += std::fabs(real_entry(factors, item, k));
        }
        const double bound = std::ldexp(size, -user.fraction_bits) + std::ldexp(1, -24);
        const double part = std::ldexp(static_cast<double>(weight), -kPartWeightFractionBits);
        const double found = std::ldexp(static_cast<double>(scores[item]), -kScoreFractionBits);
        CHECK(std::fabs(found - part * expected) <= std::fabs(part) * bound + 1e-12);
      }
    }
  }

  TEST_CASE("stay below 2^59 with the largest vectors, and eight such parts in 63 bits") {
    for (const std::int8_t value : {std::int8_t{127}, std::int8_t{-127}}) {
      const std::vector<std::int8_t> values(kMaxDimensions, value);
      const std::vector<std::uint32_t> scales = {1U << 28};
      const std::vector<float> gram(kMaxDimensions * kMaxDimensions, 0);
      const Factors factors{kMaxDimensions, values, scales, gram, 1, 1, 0};
      const UserVector user{std::vector<std::int16_t>(kMaxDimensions, 32767), kLeastUserFractionBits};
      const BaseScores base = all_zero(1);
      Scores scores;
      scores.start(base);
      for (int part = 0; part < 8; ++part) {
        add_factor_scores(factors, user, 1 << kPartWeightFractionBits, scores.touch_all(), scores);
      }
      // 512 dimensions of 127 times nearly 8.
      CHECK(std::ldexp(static_cast<double>(scores[0]), -kScoreFractionBits) ==
            8 * 512.0 * value * std::ldexp(32767, -12));
      CHECK(std::abs(scores[0]) / 8 < Score{1} << 59);
    }
  }

  TEST_CASE("go to the given items alone") {
    std::mt19937 random(43);
    const FactorContents contents = random_factors(random, 7, 3);
    const UserVector user{{1000, -2000, 3000}, kLeastUserFractionBits};
    const BaseScores base = all_zero(7);
    Scores all;
    all.start(base);
    add_factor_scores(view_of(contents), user, 65536, all.touch_all(), all);
    Scores some;
    some.start(base);
    add_factor_scores(view_of(contents), user, 65536, std::vector<ItemIndex>{5, 2}, some);
    for (ItemIndex item = 0; item < 7; ++item) CHECK(some[item] == (item == 5 || item == 2 ? all[item] : 0));
  }
}

}  // namespace pocketrec
