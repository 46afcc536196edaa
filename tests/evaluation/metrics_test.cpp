#include "evaluation/metrics.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <set>
#include <vector>

using namespace pocketrec;
using doctest::Approx;

namespace {

/// What the definitions say, one position and one set look-up at a time, with another base of the logarithm.
struct SlowMetrics {
  std::vector<ItemIndex> ranked;
  std::set<ItemIndex> truth;
  std::size_t k;

  bool rel(std::size_t position) const {
    return position <= std::min(k, ranked.size()) && truth.count(ranked[position - 1]) > 0;
  }
  double hits() const {
    double sum = 0;
    for (std::size_t i = 1; i <= k; ++i) sum += rel(i) ? 1 : 0;
    return sum;
  }
  double ndcg() const {
    double gain = 0;
    double ideal = 0;
    for (std::size_t i = 1; i <= k; ++i) {
      const double discount = std::log(static_cast<double>(1 + i));
      if (rel(i)) gain += 1 / discount;
      if (i <= truth.size()) ideal += 1 / discount;
    }
    return gain / ideal;
  }
  double reciprocal_rank() const {
    for (std::size_t i = 1; i <= k; ++i) {
      if (rel(i)) return 1 / static_cast<double>(i);
    }
    return 0;
  }
};

}  // namespace

TEST_SUITE("metrics") {
  TEST_CASE("agree with the contract for hits at 2 and 5 of two truths") {
    const std::vector<ItemIndex> ranked{10, 11, 12, 13, 14};
    const std::vector<ItemIndex> truth{11, 14};
    CHECK(reciprocal_rank_at_k(ranked, truth, 25) == Approx(0.5));
    CHECK(ndcg_at_k(ranked, truth, 5).value() == Approx(0.6241).epsilon(0.0001));
    CHECK(precision_at_k(ranked, truth, 5) == Approx(0.4));
    CHECK(recall_at_k(ranked, truth, 5).value() == Approx(1.0));
    CHECK(hit_rate_at_k(ranked, truth, 5) == 1.0);
  }

  TEST_CASE("agree with the contract for a hit at 1 of one truth") {
    const std::vector<ItemIndex> ranked{7, 8, 9};
    const std::vector<ItemIndex> truth{7};
    CHECK(reciprocal_rank_at_k(ranked, truth, 25) == 1.0);
    CHECK(ndcg_at_k(ranked, truth, 5).value() == Approx(1.0));
    CHECK(precision_at_k(ranked, truth, 5) == Approx(0.2));
    CHECK(precision_at_k(ranked, truth, 25) == Approx(0.04));
  }

  TEST_CASE("agree with the contract for a hit at 3 of one truth") {
    CHECK(ndcg_at_k(std::vector<ItemIndex>{1, 2, 3}, std::vector<ItemIndex>{3}, 5).value() == Approx(0.5));
  }

  TEST_CASE("are 0 without a hit") {
    const std::vector<ItemIndex> ranked{1, 2, 3};
    for (const std::vector<ItemIndex>& list : {ranked, std::vector<ItemIndex>{}}) {
      const std::vector<ItemIndex> truth{4, 5};
      CHECK(reciprocal_rank_at_k(list, truth, 25) == 0.0);
      CHECK(ndcg_at_k(list, truth, 5).value() == 0.0);
      CHECK(precision_at_k(list, truth, 5) == 0.0);
      CHECK(recall_at_k(list, truth, 5).value() == 0.0);
      CHECK(hit_rate_at_k(list, truth, 5) == 0.0);
    }
  }

  TEST_CASE("do not look behind position k") {
    const std::vector<ItemIndex> ranked{1, 2, 3, 4};
    const std::vector<ItemIndex> truth{4};
    CHECK(reciprocal_rank_at_k(ranked, truth, 3) == 0.0);
    CHECK(ndcg_at_k(ranked, truth, 3).value() == 0.0);
    CHECK(precision_at_k(ranked, truth, 3) == 0.0);
    CHECK(recall_at_k(ranked, truth, 3).value() == 0.0);
    CHECK(hit_rate_at_k(ranked, truth, 3) == 0.0);
    CHECK(hit_rate_at_k(ranked, truth, 4) == 1.0);
  }

  TEST_CASE("are ideal for k hits of more than k truths, except recall") {
    const std::vector<ItemIndex> ranked{1, 2};
    const std::vector<ItemIndex> truth{1, 2, 3, 4};
    CHECK(ndcg_at_k(ranked, truth, 2).value() == Approx(1.0));
    CHECK(precision_at_k(ranked, truth, 2) == Approx(1.0));
    CHECK(recall_at_k(ranked, truth, 2).value() == Approx(0.5));
  }

  TEST_CASE("that divide by the truth have no value without one") {
    const std::vector<ItemIndex> ranked{1, 2};
    CHECK_FALSE(ndcg_at_k(ranked, {}, 5).has_value());
    CHECK_FALSE(recall_at_k(ranked, {}, 5).has_value());
  }

  TEST_CASE("gains take the place of hits, as their shares of the mean weight or as they are") {
    const std::vector<ItemIndex> ranked = {7, 2, 9, 4};
    const std::vector<ItemIndex> truth = {2, 4, 8};
    const std::vector<double> gains = {0.1, 0.3, 0.3};
    // Gains 0.1 at position 2 and 0.3 at position 4; at best 0.3, 0.3 and 0.1.
    const double expected = (0.1 / std::log2(3.0) + 0.3 / std::log2(5.0)) / (0.3 + 0.3 / std::log2(3.0) + 0.1 / 2);
    CHECK(*ndcg_with_gains_at_k(ranked, truth, gains, 25) == doctest::Approx(expected));
    const std::vector<double> shares = {0.5, 1.5, 1.5};
    CHECK(*ndcg_with_gains_at_k(ranked, truth, shares, 25) == doctest::Approx(expected));
    const std::vector<double> same = {0.3, 0.3, 0.3};
    CHECK(*ndcg_with_gains_at_k(ranked, truth, same, 3) == doctest::Approx(*ndcg_at_k(ranked, truth, 3)));
    const std::vector<double> one = {1, 0, -1};
    CHECK(*ndcg_with_gains_at_k(ranked, truth, one, 25) == doctest::Approx(1 / std::log2(3.0)));
    CHECK(!ndcg_with_gains_at_k(ranked, truth, std::vector<double>{0, 0, -1}, 25));
    CHECK(!ndcg_with_gains_at_k(ranked, truth, {}, 25));
  }

  TEST_CASE("agree with a slow reference on random lists") {
    std::mt19937 random(20240501);
    std::size_t with_hits = 0;
    for (int round = 0; round < 3000; ++round) {
      const std::size_t items = 1 + random() % 60;
      std::vector<ItemIndex> ranked(items);
      std::iota(ranked.begin(), ranked.end(), ItemIndex{0});
      std::shuffle(ranked.begin(), ranked.end(), random);
      ranked.resize(random() % (items + 1));
      std::set<ItemIndex> truth{static_cast<ItemIndex>(random() % items)};
      for (std::size_t more = random() % 12; more > 0; --more) truth.insert(static_cast<ItemIndex>(random() % items));
      const std::vector<ItemIndex> sorted(truth.begin(), truth.end());
      const std::size_t k = 1 + random() % 40;
      const SlowMetrics slow{ranked, truth, k};

      CAPTURE(round);
      const double count = static_cast<double>(k);
      REQUIRE(ndcg_at_k(ranked, sorted, k).value() == Approx(slow.ndcg()));
      REQUIRE(precision_at_k(ranked, sorted, k) == Approx(slow.hits() / count));
      REQUIRE(recall_at_k(ranked, sorted, k).value() == Approx(slow.hits() / static_cast<double>(truth.size())));
      REQUIRE(hit_rate_at_k(ranked, sorted, k) == (slow.hits() > 0 ? 1.0 : 0.0));
      REQUIRE(reciprocal_rank_at_k(ranked, sorted, k) == Approx(slow.reciprocal_rank()));
      if (slow.hits() > 0) ++with_hits;
    }
    CHECK(with_hits > 1000);
    CHECK(with_hits < 3000);
  }
}

TEST_SUITE("novelty") {
  TEST_CASE("is the mean of the first k items' bits") {
    const std::vector<double> bits{1, 2, 4, 8};
    CHECK(novelty_at_k(std::vector<ItemIndex>{3, 0, 1}, bits, 2).value() == Approx(4.5));
    CHECK(novelty_at_k(std::vector<ItemIndex>{3, 0, 1}, bits, 10).value() == Approx(11.0 / 3));
  }

  TEST_CASE("has no value for an empty list") {
    CHECK_FALSE(novelty_at_k({}, std::vector<double>{1}, 5).has_value());
  }
}

TEST_SUITE("coverage counter") {
  TEST_CASE("counts an item of several lists once") {
    CoverageCounter counter(10);
    counter.add(std::vector<ItemIndex>{1, 2, 3}, 25);
    counter.add(std::vector<ItemIndex>{3, 2, 4}, 25);
    CHECK(counter.coverage() == Approx(0.4));
  }

  TEST_CASE("does not look behind position k") {
    CoverageCounter counter(10);
    counter.add(std::vector<ItemIndex>{1, 2, 3}, 2);
    CHECK(counter.coverage() == Approx(0.2));
  }

  TEST_CASE("agrees with a set on random lists") {
    std::mt19937 random(7);
    CoverageCounter counter(500);
    std::set<ItemIndex> seen;
    for (int round = 0; round < 40; ++round) {
      std::vector<ItemIndex> list(5);
      for (ItemIndex& item : list) item = static_cast<ItemIndex>(random() % 500);
      counter.add(list, 4);
      seen.insert(list.begin(), list.begin() + 4);
      REQUIRE(counter.coverage() == Approx(static_cast<double>(seen.size()) / 500));
    }
  }

  TEST_CASE("is 0 for a catalogue without items") {
    CHECK(CoverageCounter(0).coverage() == 0.0);
  }
}
