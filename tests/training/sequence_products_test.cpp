#include "training/sequence_products.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "random_sequences.h"

using namespace pocketrec;
using test::DenseSequenceSums;
using test::random_sequences;

namespace {

constexpr double kTableStep = 1.0 / (1 << 16);
const double kSumStep = std::ldexp(1.0, -kSequenceFractionBits);

double real(std::int64_t sum) {
  return std::ldexp(static_cast<double>(sum), -kSequenceFractionBits);
}

std::vector<TimeScale> random_scales(std::mt19937_64& random) {
  std::vector<TimeScale> scales;
  const std::size_t count = 1 + random() % 3;
  constexpr double kScales[] = {0.3, 1, 2.5, 7, 40, 1e6};
  for (std::size_t s = 0; s < count; ++s) {
    scales.push_back({kScales[random() % std::size(kScales)], 1 + static_cast<unsigned>(random() % 9)});
  }
  return scales;
}

/// All rows as dense matrices of integers: feature rows, then target rows.
std::vector<std::int64_t> all_sums(const ItemSequences& sequences, const std::vector<TimeScale>& scales) {
  const SequenceProducts sums(sequences, scales);
  SumRow row(sums.n_features());
  std::vector<std::int64_t> values;
  const auto append = [&] {
    for (std::size_t feature = 0; feature < sums.n_features(); ++feature) values.push_back(row[feature]);
  };
  for (std::uint32_t feature = 0; feature < sums.n_features(); ++feature) {
    sums.feature_row(feature, row);
    append();
  }
  for (ItemIndex target = 0; target < sums.n_items(); ++target) {
    sums.target_row(target, row);
    append();
  }
  return values;
}

}  // namespace

TEST_SUITE("sequence products") {
  TEST_CASE("rows are the sums over features that are written out, within the rounding of the tables") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      CAPTURE(seed);
      std::mt19937_64 random(seed);
      const auto scales = random_scales(random);
      // Few items repeat often.
      const auto items = static_cast<std::uint32_t>(2 + random() % 7);
      const ItemSequences sequences = random_sequences(random, items, 1 + random() % 12, 14);
      const DenseSequenceSums expected(sequences, scales);
      const SequenceProducts sums(sequences, scales);
      REQUIRE(sums.n_items() == items);
      REQUIRE(sums.n_features() == items * scales.size());

      std::vector<std::vector<double>> times(items, std::vector<double>(sequences.size(), 0));
      for (std::size_t s = 0; s < sequences.size(); ++s) {
        for (const ItemIndex item : sequences[s]) times[item][s] += 1;
      }
      const auto pairs = [&](std::size_t a, std::size_t b) {
        double count = 0;
        for (std::size_t s = 0; s < sequences.size(); ++s) count += times[a % items][s] * times[b % items][s];
        return count;
      };
      SumRow row(sums.n_features());
      for (std::uint32_t a = 0; a < sums.n_features(); ++a) {
        sums.feature_row(a, row);
        for (std::uint32_t b = 0; b < sums.n_features(); ++b) {
          CAPTURE(a);
          CAPTURE(b);
          if (b < a) {
            CHECK(row[b] == 0);
            continue;
          }
          const unsigned overlap = std::min(scales[a / items].window, scales[b / items].window);
          const double slack = pairs(a, b) * (kTableStep / 2 * (1 + overlap) + 2 * kSumStep);
          CHECK(std::fabs(real(row[b]) - expected.products.at(a, b)) <= slack);
        }
      }
      for (ItemIndex target = 0; target < items; ++target) {
        sums.target_row(target, row);
        for (std::uint32_t b = 0; b < sums.n_features(); ++b) {
          CHECK(std::fabs(real(row[b]) - expected.target_sum(target, b)) <= pairs(target, b) * kTableStep / 2 + 1e-12);
        }
      }
    }
  }

  TEST_CASE("a sequence of three has the sums that one finds by hand") {
    ItemSequences sequences;
    sequences.n_items = 2;
    sequences.item = {0, 1, 0};
    sequences.begin = {0, 3};
    const double e = std::exp(-1);
    const std::vector<TimeScale> scales = {{1, 2}};
    const SequenceProducts sums(sequences, scales);
    SumRow row(2);
    // Position 1 sees item 0, position 2 sees item 1 and, one older, item 0.
    sums.feature_row(0, row);
    CHECK(real(row[0]) == doctest::Approx(1 + e * e).epsilon(1e-4));
    CHECK(real(row[1]) == doctest::Approx(e).epsilon(1e-4));
    sums.feature_row(1, row);
    CHECK(row[0] == 0);
    CHECK(real(row[1]) == 1);
    sums.target_row(0, row);
    CHECK(real(row[0]) == doctest::Approx(e).epsilon(1e-4));
    CHECK(real(row[1]) == 1);
    sums.target_row(1, row);
    CHECK(real(row[0]) == 1);
    CHECK(row[1] == 0);
  }

  TEST_CASE("sums of parts of the sequences add up to those of all, to the last bit") {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      CAPTURE(seed);
      std::mt19937_64 random(seed);
      const auto scales = random_scales(random);
      const auto items = static_cast<std::uint32_t>(2 + random() % 9);
      const ItemSequences whole = random_sequences(random, items, 2 + random() % 20, 18);
      std::vector<ItemSequences> parts(1 + random() % 4);
      for (ItemSequences& part : parts) part.n_items = items;
      for (std::size_t s = 0; s < whole.size(); ++s) {
        ItemSequences& part = parts[random() % parts.size()];
        part.item.insert(part.item.end(), whole[s].begin(), whole[s].end());
        part.begin.push_back(part.item.size());
      }
      const auto expected = all_sums(whole, scales);
      std::vector<std::int64_t> total(expected.size(), 0);
      for (const ItemSequences& part : parts) {
        const auto values = all_sums(part, scales);
        REQUIRE(values.size() == total.size());
        for (std::size_t i = 0; i < total.size(); ++i) total[i] += values[i];
      }
      CHECK(total == expected);
    }
  }

  TEST_CASE("rows have each of their indexes once, and no more of them than was said") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
      CAPTURE(seed);
      std::mt19937_64 random(seed);
      const auto scales = random_scales(random);
      // Often more items than events: next to no two pairs fall together, and the bound is tight.
      const auto items = static_cast<std::uint32_t>(2 + random() % 300);
      const ItemSequences sequences = random_sequences(random, items, 1 + random() % 12, 25);
      const SequenceProducts sums(sequences, scales);
      SumRow row(sums.n_features());
      std::uint64_t entries = 0;
      for (std::uint32_t feature = 0; feature < sums.n_features(); ++feature) {
        sums.feature_row(feature, row);
        std::vector<std::uint32_t> touched(row.touched().begin(), row.touched().end());
        std::sort(touched.begin(), touched.end());
        CHECK(std::adjacent_find(touched.begin(), touched.end()) == touched.end());
        for (const std::uint32_t index : touched) CHECK(row[index] > 0);
        entries += touched.size();
      }
      CHECK(entries <= most_feature_entries(sequences, scales));
    }
  }

  TEST_CASE("empty sequences and those of one item have no sums") {
    ItemSequences sequences;
    sequences.n_items = 3;
    sequences.item = {2};
    sequences.begin = {0, 0, 1, 1};
    for (const std::int64_t sum : all_sums(sequences, {{1, 4}, {9, 30}})) CHECK(sum == 0);
  }
}
