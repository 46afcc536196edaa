#include "scoring/infer_user_vector.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <random>
#include <utility>
#include <vector>

#include "scoring/random_factors.h"

namespace pocketrec {
namespace {

std::vector<WeightedItem> random_history(std::mt19937& random, std::uint32_t items, std::size_t size) {
  std::vector<WeightedItem> history;
  for (std::size_t i = 0; i < size; ++i) {
    history.push_back({static_cast<ItemIndex>(random() % items), static_cast<std::int32_t>(random() % 8193) - 4096});
  }
  return history;
}

// The formula of the header, with Gauss-Jordan instead of Cholesky.
std::vector<double> closed_form(const Factors& factors, const std::vector<WeightedItem>& history) {
  const std::size_t d = factors.dimensions;
  std::vector<std::vector<double>> system(d, std::vector<double>(d + 1, 0));
  double observed = 0;
  for (std::size_t i = 0; i < d; ++i) {
    for (std::size_t j = 0; j < d; ++j) system[i][j] = static_cast<double>(factors.gram[i * d + j]);
  }
  for (const WeightedItem& entry : history) {
    const double weight = entry.weight / 4096.0;
    observed += std::fabs(weight);
    for (std::size_t i = 0; i < d; ++i) {
      const double left = real_entry(factors, entry.item, i);
      for (std::size_t j = 0; j < d; ++j) system[i][j] += std::fabs(weight) * left * real_entry(factors, entry.item, j);
      system[i][d] += weight * left;
    }
  }
  for (std::size_t i = 0; i < d; ++i) {
    system[i][i] += factors.regularization * std::pow(observed + factors.unobserved, factors.exponent);
  }
  for (std::size_t k = 0; k < d; ++k) {
    std::size_t best = k;
    for (std::size_t i = k + 1; i < d; ++i) {
      if (std::fabs(system[i][k]) > std::fabs(system[best][k])) best = i;
    }
    std::swap(system[k], system[best]);
    for (std::size_t i = 0; i < d; ++i) {
      if (i == k) continue;
      const double factor = system[i][k] / system[k][k];
      for (std::size_t j = k; j <= d; ++j) system[i][j] -= factor * system[k][j];
    }
  }
  std::vector<double> solution;
  for (std::size_t i = 0; i < d; ++i) solution.push_back(system[i][d] / system[i][i]);
  return solution;
}

}  // namespace

TEST_SUITE("user vector") {
  TEST_CASE("solves the equation of a user half-step, with weights of both signs and repeated items") {
    std::mt19937 random(31);
    FoldInScratch scratch;  // one for all rounds: what it held before must not show
    for (const std::uint32_t dimensions : {1U, 2U, 7U, 8U, 9U, 16U, 33U, 70U}) {
      for (const std::size_t size : {1U, 2U, 4U, 5U, 40U}) {
        CAPTURE(dimensions);
        CAPTURE(size);
        const FactorContents contents = random_factors(random, 60, dimensions);
        const Factors factors = view_of(contents);
        const std::vector<WeightedItem> history = random_history(random, 60, size);
        const std::vector<double> expected = closed_form(factors, history);
        const auto solution = solve_user_vector(factors, history, scratch);
        REQUIRE(solution.size() == dimensions);
        for (std::size_t k = 0; k < dimensions; ++k) {
          CHECK(solution[k] == doctest::Approx(expected[k]).epsilon(1e-9).scale(1));
        }
      }
    }
  }

  TEST_CASE("is rounded to int16 in the finest power of two that holds it") {
    std::mt19937 random(32);
    FoldInScratch scratch;
    for (int round = 0; round < 50; ++round) {
      CAPTURE(round);
      FactorContents contents = random_factors(random, 30, 1 + static_cast<std::uint32_t>(random() % 20));
      contents.regularization = std::ldexp(1.0, static_cast<int>(random() % 30) - 15);
      const Factors factors = view_of(contents);
      const auto history = random_history(random, 30, 1 + random() % 10);
      const UserVector user = infer_user_vector(factors, history, scratch);
      const auto real = solve_user_vector(factors, history, scratch);
      REQUIRE(user.values.size() == real.size());
      double largest = 0;
      for (std::size_t k = 0; k < real.size(); ++k) {
        largest = std::max(largest, std::fabs(real[k]));
        // Half a step, and one where 32767.5 would have to be 32768.
        CHECK(std::fabs(std::ldexp(user.values[k], -user.fraction_bits) - real[k]) <=
              std::ldexp(1.0, -user.fraction_bits));
      }
      CHECK(user.fraction_bits >= kLeastUserFractionBits);
      CHECK(user.fraction_bits <= kMostUserFractionBits);
      if (user.fraction_bits < kMostUserFractionBits) CHECK(std::ldexp(largest, user.fraction_bits) >= 16384);
    }
  }

  TEST_CASE("of no history is empty, and of weights of zero too") {
    std::mt19937 random(33);
    FoldInScratch scratch;
    const FactorContents contents = random_factors(random, 5, 4);
    CHECK(infer_user_vector(view_of(contents), {}, scratch) == UserVector{});
    const std::vector<WeightedItem> nothing = {{1, 0}, {2, 0}};
    CHECK(infer_user_vector(view_of(contents), nothing, scratch).values.empty());
  }

  TEST_CASE("points the other way when all weights do") {
    std::mt19937 random(34);
    FoldInScratch scratch;
    const FactorContents contents = random_factors(random, 20, 9);
    std::vector<WeightedItem> history = {{3, 4096}, {7, 1000}, {12, 2000}};
    const UserVector liked = infer_user_vector(view_of(contents), history, scratch);
    for (WeightedItem& entry : history) entry.weight = -entry.weight;
    const UserVector disliked = infer_user_vector(view_of(contents), history, scratch);
    REQUIRE(liked.values.size() == 9);
    for (std::size_t k = 0; k < 9; ++k) CHECK(disliked.values[k] == -liked.values[k]);
  }

  TEST_CASE("of a longer history is that of its first thousand entries") {
    std::mt19937 random(35);
    FoldInScratch scratch;
    const FactorContents contents = random_factors(random, 50, 6);
    const auto longer = random_history(random, 50, kMaxFoldInItems + 5);
    const std::vector<WeightedItem> first(longer.begin(), longer.begin() + kMaxFoldInItems);
    CHECK(infer_user_vector(view_of(contents), longer, scratch) ==
          infer_user_vector(view_of(contents), first, scratch));
  }

  TEST_CASE("stays in range with a Gram matrix that no vectors have") {
    std::mt19937 random(36);
    FoldInScratch scratch;
    for (const std::uint32_t dimensions : {2U, 16U, 100U}) {
      FactorContents contents = random_factors(random, 10, dimensions);
      for (std::uint32_t i = 0; i < dimensions; ++i) {
        for (std::uint32_t j = 0; j < dimensions; ++j) {
          contents.gram[i * dimensions + j] = i == j ? 0.0F : (i + j) % 3 == 0 ? 0x1p40F : -0x1p40F;
        }
      }
      const UserVector user = infer_user_vector(view_of(contents), random_history(random, 10, 6), scratch);
      CHECK((user.values.empty() || user.values.size() == dimensions));
      for (const std::int16_t value : user.values) CHECK(value > INT16_MIN);
    }
  }

  TEST_CASE("every compiler and processor gives these bits") {
    std::mt19937 random(37);
    FoldInScratch scratch;
    std::uint64_t sum = 14695981039346656037U;
    const auto add = [&sum](std::uint64_t value) { sum = (sum ^ value) * 1099511628211U; };
    for (const std::uint32_t dimensions : {5U, 32U, 75U}) {
      const FactorContents contents = random_factors(random, 80, dimensions);
      const auto history = random_history(random, 80, 45);
      const UserVector user = infer_user_vector(view_of(contents), history, scratch);
      for (const std::int16_t value : user.values) add(static_cast<std::uint16_t>(value));
      add(static_cast<std::uint64_t>(user.fraction_bits));
      for (const double value : solve_user_vector(view_of(contents), history, scratch)) {
        add(std::bit_cast<std::uint64_t>(value));
      }
    }
    CHECK(sum == 6666667816317595233U);
  }
}

}  // namespace pocketrec
