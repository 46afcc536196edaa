#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "domain/item_index.h"
#include "evaluation/metrics.h"

namespace pocketrec {

/// Items of a list that metrics look at; what stands behind does not count, for coverage either
/// (contract/metrics.md §3).
inline constexpr std::size_t kMetricListLength = 25;

/// The two names of a metric.
struct MetricName {
  std::string_view key;         ///< as in GetSolutionMetrics: "normalized_discounted_cumulative_gain_at_10"
  std::string_view short_name;  ///< as people write it: "ndcg@10"
};

/// All metrics, ascending by key as text (so `…_at_10` stands before `…_at_5`, as the service prints them): the eight
/// of contract/metrics.md §3 with the one for event weights, and ours: hit_rate_at_10, mean_reciprocal_rank_at_20,
/// normalized_discounted_cumulative_gain_at_20, novelty_at_25, recall_at_20.
std::span<const MetricName> metric_names();

/// A metric's key and its mean over the users.
struct MetricValue {
  std::string_view key;  ///< of metric_names(); static
  double value = 0;

  bool operator==(const MetricValue&) const = default;
};

/// What an evaluation found.
struct MetricReport {
  std::vector<MetricValue> values;      ///< in the order of metric_names(); empty when no user was counted
  std::size_t users = 0;                ///< that the means are over
  std::size_t users_without_truth = 0;  ///< left out of every mean

  /// The metric with that key or short name, if the report has it.
  std::optional<double> find(std::string_view name) const;

  bool operator==(const MetricReport&) const = default;
};

/// Averages the metrics over test users. A user without a hit counts 0; one without truth is left out, and counted.
/// A mean is Σ value(user) / users in the order of the calls, so it has the same bits whenever that order is the same.
class MetricMeans {
 public:
  /// item_count: rows of the catalogue, for coverage. `bits`: self-information of every row (popularity.h), which must
  /// outlive this object; empty: the report has no novelty. Users with an empty list do not enter the mean of novelty.
  explicit MetricMeans(std::size_t item_count, std::span<const double> bits = {});

  /// Adds a user: `ranked` best first and distinct, all below item_count; `truth` ascending and distinct. gains: of the
  /// truth items by event weights; without any the user does not enter that mean.
  void add(std::span<const ItemIndex> ranked, std::span<const ItemIndex> truth, std::span<const double> gains = {});

  /// The means so far.
  MetricReport report() const;

 private:
  std::span<const double> bits_;
  CoverageCounter coverage_;
  std::vector<double> sums_;  ///< by metric_names(); coverage's stays 0
  std::size_t users_ = 0;
  std::size_t users_with_list_ = 0;
  std::size_t users_with_gain_ = 0;
  std::size_t users_without_truth_ = 0;
};

}  // namespace pocketrec
