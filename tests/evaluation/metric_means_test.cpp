#include "evaluation/metric_means.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

using namespace pocketrec;
using doctest::Approx;

namespace {

/// A list of `length` items from 0 on.
std::vector<ItemIndex> ascending_list(std::size_t length) {
  std::vector<ItemIndex> list(length);
  std::iota(list.begin(), list.end(), ItemIndex{0});
  return list;
}

}  // namespace

TEST_SUITE("metric means") {
  TEST_CASE("names are in alphabetical order and include the eight of the contract") {
    std::vector<std::string> keys;
    for (const MetricName& name : metric_names()) keys.emplace_back(name.key);
    CHECK(std::is_sorted(keys.begin(), keys.end()));
    for (const char* key :
         {"coverage", "mean_reciprocal_rank_at_25", "normalized_discounted_cumulative_gain_at_5",
          "normalized_discounted_cumulative_gain_at_10", "normalized_discounted_cumulative_gain_at_25",
          "precision_at_5", "precision_at_10", "precision_at_25", "hit_rate_at_10", "recall_at_20",
          "normalized_discounted_cumulative_gain_at_20"}) {
      CAPTURE(key);
      CHECK(std::count(keys.begin(), keys.end(), key) == 1);
    }
  }

  TEST_CASE("short names are distinct") {
    std::vector<std::string> names;
    for (const MetricName& name : metric_names()) names.emplace_back(name.short_name);
    std::sort(names.begin(), names.end());
    CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
  }

  TEST_CASE("agree with the contract for first hits at 4, 2 and 6") {
    MetricMeans means(100);
    const auto list = ascending_list(25);
    for (ItemIndex first_hit : {4u, 2u, 6u}) means.add(list, std::vector<ItemIndex>{first_hit - 1});
    const auto report = means.report();
    CHECK(report.users == 3);
    CHECK(report.find("mrr@25").value() == Approx(0.3056).epsilon(0.0001));
    CHECK(report.find("coverage").value() == Approx(0.25));
    CHECK(report.find("precision_at_5").value() == Approx(2.0 / 15));
    CHECK(report.find("hit_rate_at_10").value() == Approx(1.0));
  }

  TEST_CASE("each cut-off is that of its key") {
    MetricMeans means(100);
    const auto list = ascending_list(25);
    // One truth a user, at positions where each of the cut-offs 5, 10, 20 and 25 lets in another user.
    for (ItemIndex item : {2u, 6u, 16u, 23u}) means.add(list, std::vector<ItemIndex>{item});
    const auto report = means.report();
    CHECK(report.find("precision_at_5").value() == Approx(1.0 / 5 / 4));
    CHECK(report.find("precision_at_10").value() == Approx(2.0 / 10 / 4));
    CHECK(report.find("precision_at_25").value() == Approx(4.0 / 25 / 4));
    CHECK(report.find("hit_rate_at_10").value() == Approx(2.0 / 4));
    CHECK(report.find("recall_at_20").value() == Approx(3.0 / 4));
    CHECK(report.find("mrr@20").value() == Approx((1.0 / 3 + 1.0 / 7 + 1.0 / 17) / 4));
    CHECK(report.find("mrr@25").value() == Approx((1.0 / 3 + 1.0 / 7 + 1.0 / 17 + 1.0 / 24) / 4));
    double previous = 0;
    for (const char* name : {"ndcg@5", "ndcg@10", "ndcg@20", "ndcg@25"}) {
      CAPTURE(name);
      const double value = report.find(name).value();
      CHECK(value > previous);
      previous = value;
    }
    CHECK(report.find("ndcg@5").value() == Approx(0.5 / 4));
  }

  TEST_CASE("a user without a hit counts 0 and one without truth does not count") {
    MetricMeans means(10);
    means.add(std::vector<ItemIndex>{1}, std::vector<ItemIndex>{1});
    means.add(std::vector<ItemIndex>{1}, std::vector<ItemIndex>{2});
    means.add(std::vector<ItemIndex>{3}, {});
    const auto report = means.report();
    CHECK(report.users == 2);
    CHECK(report.users_without_truth == 1);
    CHECK(report.find("ndcg@5").value() == Approx(0.5));
    CHECK(report.find("coverage").value() == Approx(0.1));
  }

  TEST_CASE("are none without users") {
    MetricMeans means(10);
    means.add(std::vector<ItemIndex>{1}, {});
    CHECK(means.report().values.empty());
    CHECK_FALSE(means.report().find("ndcg@5").has_value());
  }

  TEST_CASE("coverage ends with position 25") {
    MetricMeans means(100);
    means.add(ascending_list(60), std::vector<ItemIndex>{0});
    CHECK(means.report().find("coverage").value() == Approx(0.25));
  }

  TEST_CASE("novelty appears only when the items' bits are known and leaves empty lists out") {
    const std::vector<double> bits{1, 3};
    MetricMeans with(2, bits);
    MetricMeans without(2);
    for (MetricMeans* means : {&with, &without}) {
      means->add(std::vector<ItemIndex>{0, 1}, std::vector<ItemIndex>{1});
      means->add({}, std::vector<ItemIndex>{1});
    }
    CHECK(with.report().find("novelty@25").value() == Approx(2.0));
    CHECK_FALSE(without.report().find("novelty@25").has_value());
    CHECK(with.report().values.size() == metric_names().size() - 1);
    CHECK(without.report().values.size() == metric_names().size() - 2);
  }

  TEST_CASE("event weights enter where there are any") {
    MetricMeans means(100);
    const auto list = ascending_list(25);
    means.add(list, std::vector<ItemIndex>{1, 2});
    CHECK(!means.report().find("weighted_ndcg@25"));
    means.add(list, std::vector<ItemIndex>{0, 50}, std::vector<double>{1, 0});
    means.add(list, std::vector<ItemIndex>{0, 50}, std::vector<double>{0, 0});
    CHECK(means.report().find("normalized_discounted_cumulative_gain_with_event_weights_at_25").value() == 1);
  }

  TEST_CASE("an unknown name is not found") {
    MetricMeans means(2);
    means.add(std::vector<ItemIndex>{0}, std::vector<ItemIndex>{0});
    CHECK_FALSE(means.report().find("ndcg@11").has_value());
    CHECK(means.report().find("normalized_discounted_cumulative_gain_at_10") == means.report().find("ndcg@10"));
  }
}
