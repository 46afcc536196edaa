#include "evaluation/metric_means.h"

#include <algorithm>
#include <array>
#include <cassert>

namespace pocketrec {
namespace {

enum class MetricKind { coverage, hit_rate, reciprocal_rank, ndcg, weighted_ndcg, novelty, precision, recall };

struct MetricDefinition {
  MetricKind kind;
  std::size_t k;
};

constexpr std::array kNames = {
    MetricName{"coverage", "coverage"},
    MetricName{"hit_rate_at_10", "hr@10"},
    MetricName{"mean_reciprocal_rank_at_20", "mrr@20"},
    MetricName{"mean_reciprocal_rank_at_25", "mrr@25"},
    MetricName{"normalized_discounted_cumulative_gain_at_10", "ndcg@10"},
    MetricName{"normalized_discounted_cumulative_gain_at_20", "ndcg@20"},
    MetricName{"normalized_discounted_cumulative_gain_at_25", "ndcg@25"},
    MetricName{"normalized_discounted_cumulative_gain_at_5", "ndcg@5"},
    MetricName{"normalized_discounted_cumulative_gain_with_event_weights_at_25", "weighted_ndcg@25"},
    MetricName{"novelty_at_25", "novelty@25"},
    MetricName{"precision_at_10", "precision@10"},
    MetricName{"precision_at_25", "precision@25"},
    MetricName{"precision_at_5", "precision@5"},
    MetricName{"recall_at_20", "recall@20"},
};

constexpr std::array<MetricDefinition, kNames.size()> kDefinitions = {{
    {MetricKind::coverage, kMetricListLength},
    {MetricKind::hit_rate, 10},
    {MetricKind::reciprocal_rank, 20},
    {MetricKind::reciprocal_rank, 25},
    {MetricKind::ndcg, 10},
    {MetricKind::ndcg, 20},
    {MetricKind::ndcg, 25},
    {MetricKind::ndcg, 5},
    {MetricKind::weighted_ndcg, 25},
    {MetricKind::novelty, 25},
    {MetricKind::precision, 10},
    {MetricKind::precision, 25},
    {MetricKind::precision, 5},
    {MetricKind::recall, 20},
}};

}  // namespace

std::span<const MetricName> metric_names() {
  return kNames;
}

std::optional<double> MetricReport::find(std::string_view name) const {
  const auto known = std::find_if(kNames.begin(), kNames.end(),
                                  [name](const MetricName& n) { return n.key == name || n.short_name == name; });
  if (known == kNames.end()) return std::nullopt;
  const auto found =
      std::find_if(values.begin(), values.end(), [known](const MetricValue& value) { return value.key == known->key; });
  if (found == values.end()) return std::nullopt;
  return found->value;
}

MetricMeans::MetricMeans(std::size_t item_count, std::span<const double> bits)
    : bits_(bits), coverage_(item_count), sums_(kNames.size(), 0.0) {
  assert(bits.empty() || bits.size() == item_count);
}

void MetricMeans::add(std::span<const ItemIndex> ranked, std::span<const ItemIndex> truth,
                      std::span<const double> gains) {
  if (truth.empty()) {
    ++users_without_truth_;
    return;
  }
  ++users_;
  if (!ranked.empty()) ++users_with_list_;
  coverage_.add(ranked, kMetricListLength);
  for (std::size_t i = 0; i < kDefinitions.size(); ++i) {
    const auto [kind, k] = kDefinitions[i];
    switch (kind) {
      case MetricKind::coverage:
        break;
      case MetricKind::hit_rate:
        sums_[i] += hit_rate_at_k(ranked, truth, k);
        break;
      case MetricKind::reciprocal_rank:
        sums_[i] += reciprocal_rank_at_k(ranked, truth, k);
        break;
      case MetricKind::ndcg:
        sums_[i] += *ndcg_at_k(ranked, truth, k);
        break;
      case MetricKind::weighted_ndcg:
        if (const auto value = ndcg_with_gains_at_k(ranked, truth, gains, k)) {
          sums_[i] += *value;
          ++users_with_gain_;
        }
        break;
      case MetricKind::novelty:
        if (!bits_.empty()) sums_[i] += novelty_at_k(ranked, bits_, k).value_or(0.0);
        break;
      case MetricKind::precision:
        sums_[i] += precision_at_k(ranked, truth, k);
        break;
      case MetricKind::recall:
        sums_[i] += *recall_at_k(ranked, truth, k);
        break;
    }
  }
}

MetricReport MetricMeans::report() const {
  MetricReport report{{}, users_, users_without_truth_};
  if (users_ == 0) return report;
  for (std::size_t i = 0; i < kDefinitions.size(); ++i) {
    double value = 0;
    if (kDefinitions[i].kind == MetricKind::coverage) {
      value = coverage_.coverage();
    } else if (kDefinitions[i].kind == MetricKind::novelty) {
      if (bits_.empty() || users_with_list_ == 0) continue;
      value = sums_[i] / static_cast<double>(users_with_list_);
    } else if (kDefinitions[i].kind == MetricKind::weighted_ndcg) {
      if (users_with_gain_ == 0) continue;
      value = sums_[i] / static_cast<double>(users_with_gain_);
    } else {
      value = sums_[i] / static_cast<double>(users_);
    }
    report.values.push_back({kNames[i].key, value});
  }
  return report;
}

}  // namespace pocketrec
