#include "scoring/catalogue_softmax.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <vector>

#include "fixed.h"

namespace pocketrec {
namespace {

BaseScores ordered(std::vector<Score> values) {
  BaseScores base{std::move(values), {}};
  base.order.resize(base.values.size());
  std::iota(base.order.begin(), base.order.end(), ItemIndex{0});
  std::sort(base.order.begin(), base.order.end(), [&](ItemIndex a, ItemIndex b) {
    return ranks_before({a, base.values[a]}, {b, base.values[b]});
  });
  return base;
}

/// The slow, obvious way, in more digits.
std::vector<long double> dense_shares(const Scores& scores, double scale) {
  const Score largest = *std::max_element(scores.begin(), scores.end());
  std::vector<long double> shares;
  long double total = 0;
  for (const Score score : scores) {
    const auto difference = static_cast<long double>(score) - static_cast<long double>(largest);
    shares.push_back(std::exp(std::ldexp(difference, -kScoreFractionBits) * static_cast<long double>(scale)));
    total += shares.back();
  }
  for (long double& share : shares) share /= total;
  return shares;
}

/// The difference of two shares, relative to the larger one; shares too small to be a double are equal.
double largest_error(const Scores& scores, double scale) {
  const auto shares = CatalogueSoftmax(scores.base(), scale).shares(scores);
  const auto exact = dense_shares(scores, scale);
  long double largest = 0;
  for (ItemIndex item = 0; item < scores.size(); ++item) {
    const auto share = static_cast<long double>(shares(scores[item]));
    if (exact[item] < 1e-290L) {
      if (share > 1e-289L) return 1;
      continue;
    }
    largest = std::max(largest, std::fabs(share - exact[item]) / exact[item]);
  }
  return static_cast<double>(largest);
}

}  // namespace

TEST_SUITE("catalogue softmax") {
  TEST_CASE("is what the formula says over all items, whatever was touched and however it changed") {
    std::mt19937 random(9);
    const auto fraction = [&](std::size_t steps) {
      return static_cast<double>(random() % steps) / static_cast<double>(steps);
    };
    Scores scores;
    for (int round = 0; round < 600; ++round) {
      CAPTURE(round);
      const std::size_t size = 1 + random() % 300;
      const double spread = std::ldexp(1, static_cast<int>(random() % 12) - 6);  // of base scores, in exponents
      const double scale = std::pow(10, static_cast<double>(random() % 10) - 3);
      const std::size_t distinct = 1 + random() % 400;
      std::vector<Score> values;
      for (std::size_t item = 0; item < size; ++item) {
        values.push_back(fixed(spread / scale * fraction(distinct)));
      }
      const BaseScores base = ordered(std::move(values));
      scores.start(base);
      const std::size_t touched = random() % (size + 1);
      const bool the_best = random() % 2 == 0;
      const double change = std::ldexp(spread / scale, static_cast<int>(random() % 6) - 3);
      const int direction = static_cast<int>(random() % 3) - 1;  // −1: all lose, 0: each as may be, 1: all win
      for (std::size_t i = 0; i < touched; ++i) {
        const ItemIndex item = the_best ? base.order[i] : static_cast<ItemIndex>(random() % size);
        const int sign = direction != 0 ? direction : random() % 2 == 0 ? 1 : -1;
        scores.add(item, fixed(sign * change * fraction(1000)));
        if (random() % 10 == 0) scores.add(item, -(Score{1} << 56));
      }
      CHECK(largest_error(scores, scale) < 1e-12);
    }
  }
  TEST_CASE("keeps the untouched ones' shares when the touched had nearly everything and lose it") {
    std::vector<Score> values(2000, 0);
    for (std::size_t item = 0; item < 40; ++item) values[item] = fixed(600.0 - static_cast<double>(item));
    for (std::size_t item = 40; item < 2000; ++item) values[item] = fixed(1e-3 * static_cast<double>(item));
    const BaseScores base = ordered(std::move(values));
    Scores scores;
    for (const double scale : {1.0, 7.0, 1e6}) {
      CAPTURE(scale);
      scores.start(base);
      for (ItemIndex item = 0; item < 40; ++item) scores.add(item, -(Score{1} << 56));
      CHECK(largest_error(scores, scale) < 1e-12);
    }
  }
  TEST_CASE("is close with the most cancellation there is: of many equal items one is untouched, the others lose") {
    for (const double scale : {0.0, 0.7, 30.0}) {
      CAPTURE(scale);
      std::vector<Score> values(3000, fixed(1.0 / 3));
      values[0] = fixed(-2);
      const BaseScores base = ordered(std::move(values));
      Scores scores;
      scores.start(base);
      for (ItemIndex item = 2; item < 3000; ++item) scores.add(item, -(Score{1} << 56));
      CHECK(largest_error(scores, scale) < 3e-12);
    }
  }
  TEST_CASE("is close on many items with few distinct scores") {
    std::vector<Score> values;
    for (int item = 0; item < 100'000; ++item) values.push_back(fixed(1.0 / (1 + item % 7)));
    const BaseScores base = ordered(std::move(values));
    Scores scores;
    scores.start(base);
    for (ItemIndex item = 0; item < 3000; ++item) scores.add(item * 7 % 100'000, fixed(-0.1));
    CHECK(largest_error(scores, 3) < 1e-13);
    scores.touch_all();
    CHECK(largest_error(scores, 3) < 1e-13);
  }
  TEST_CASE("takes no items, one item, and the largest scores at the largest scale") {
    Scores scores;
    const BaseScores none;
    scores.start(none);
    CatalogueSoftmax(none, 1).shares(scores);
    const BaseScores one = ordered({fixed(-3)});
    scores.start(one);
    CHECK(CatalogueSoftmax(one, 1).shares(scores)(fixed(-3)) == 1);
    const BaseScores far = ordered({Score{1} << 60, -(Score{1} << 60), 0});
    scores.start(far);
    const CatalogueSoftmax softmax(far, 1e6);
    CHECK(softmax.shares(scores)(Score{1} << 60) == 1);
    CHECK(softmax.shares(scores)(0) == 0);
    scores.add(0, -(Score{1} << 61));
    CHECK(softmax.shares(scores)(0) == 1);
    CHECK(softmax.shares(scores)(-(Score{1} << 60)) == 0);
  }
}

}  // namespace pocketrec
