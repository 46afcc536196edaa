#include "evaluation/metrics.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <functional>
#include <iterator>
#include <vector>

namespace pocketrec {
namespace {

std::span<const ItemIndex> first_k(std::span<const ItemIndex> ranked, std::size_t k) {
  assert(k >= 1);
  return ranked.first(std::min(k, ranked.size()));
}

bool is_hit(ItemIndex item, std::span<const ItemIndex> truth) {
  return std::binary_search(truth.begin(), truth.end(), item);
}

std::size_t count_hits(std::span<const ItemIndex> ranked, std::span<const ItemIndex> truth, std::size_t k) {
  const auto top = first_k(ranked, k);
  return static_cast<std::size_t>(
      std::count_if(top.begin(), top.end(), [truth](ItemIndex item) { return is_hit(item, truth); }));
}

/// Gain of a hit at a position, counted from 0.
double discounted_gain(std::size_t position) {
  return 1.0 / std::log2(static_cast<double>(position + 2));
}

}  // namespace

std::optional<double> ndcg_at_k(std::span<const ItemIndex> ranked, std::span<const ItemIndex> truth, std::size_t k) {
  if (truth.empty()) return std::nullopt;
  const auto top = first_k(ranked, k);
  double gain = 0;
  for (std::size_t i = 0; i < top.size(); ++i) {
    if (is_hit(top[i], truth)) gain += discounted_gain(i);
  }
  double ideal = 0;
  for (std::size_t i = 0; i < std::min(k, truth.size()); ++i) ideal += discounted_gain(i);
  return gain / ideal;
}

std::optional<double> ndcg_with_gains_at_k(std::span<const ItemIndex> ranked, std::span<const ItemIndex> truth,
                                           std::span<const double> gains, std::size_t k) {
  std::vector<double> best;
  std::copy_if(gains.begin(), gains.end(), std::back_inserter(best), [](double gain) { return gain > 0; });
  if (best.empty()) return std::nullopt;
  const auto top = first_k(ranked, k);
  double gain = 0;
  for (std::size_t i = 0; i < top.size(); ++i) {
    const auto found = std::lower_bound(truth.begin(), truth.end(), top[i]);
    if (found == truth.end() || *found != top[i]) continue;
    gain += std::max(0.0, gains[static_cast<std::size_t>(found - truth.begin())]) * discounted_gain(i);
  }
  std::sort(best.begin(), best.end(), std::greater<>());
  double ideal = 0;
  for (std::size_t i = 0; i < std::min(k, best.size()); ++i) ideal += best[i] * discounted_gain(i);
  return gain / ideal;
}

double precision_at_k(std::span<const ItemIndex> ranked, std::span<const ItemIndex> truth, std::size_t k) {
  return static_cast<double>(count_hits(ranked, truth, k)) / static_cast<double>(k);
}

std::optional<double> recall_at_k(std::span<const ItemIndex> ranked, std::span<const ItemIndex> truth, std::size_t k) {
  if (truth.empty()) return std::nullopt;
  return static_cast<double>(count_hits(ranked, truth, k)) / static_cast<double>(truth.size());
}

double hit_rate_at_k(std::span<const ItemIndex> ranked, std::span<const ItemIndex> truth, std::size_t k) {
  return count_hits(ranked, truth, k) > 0 ? 1.0 : 0.0;
}

double reciprocal_rank_at_k(std::span<const ItemIndex> ranked, std::span<const ItemIndex> truth, std::size_t k) {
  const auto top = first_k(ranked, k);
  for (std::size_t i = 0; i < top.size(); ++i) {
    if (is_hit(top[i], truth)) return 1.0 / static_cast<double>(i + 1);
  }
  return 0.0;
}

std::optional<double> novelty_at_k(std::span<const ItemIndex> ranked, std::span<const double> bits, std::size_t k) {
  const auto top = first_k(ranked, k);
  if (top.empty()) return std::nullopt;
  double sum = 0;
  for (ItemIndex item : top) {
    assert(item < bits.size());
    sum += bits[item];
  }
  return sum / static_cast<double>(top.size());
}

void CoverageCounter::add(std::span<const ItemIndex> ranked, std::size_t k) {
  for (ItemIndex item : first_k(ranked, k)) recommended_.insert(item);
}

double CoverageCounter::coverage() const {
  if (recommended_.size() == 0) return 0.0;
  return static_cast<double>(recommended_.count()) / static_cast<double>(recommended_.size());
}

}  // namespace pocketrec
