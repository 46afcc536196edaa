#include "training/attribute_model.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

namespace pocketrec {
namespace {

constexpr double kLargestScore = 127;

std::size_t distinct_users(std::span<const AttributeEvent> events) {
  std::vector<std::uint32_t> users;
  for (const AttributeEvent& event : events) users.push_back(event.user);
  std::sort(users.begin(), users.end());
  return static_cast<std::size_t>(std::unique(users.begin(), users.end()) - users.begin());
}

struct Entry {
  ItemIndex item;
  double score;
};

/// The entries to keep of the scores of all items, by item.
std::vector<Entry> largest(const std::vector<double>& scores, std::size_t count) {
  std::vector<Entry> entries;
  for (std::size_t item = 0; item < scores.size(); ++item) {
    if (scores[item] != 0) entries.push_back({static_cast<ItemIndex>(item), scores[item]});
  }
  count = std::min(count, entries.size());
  std::partial_sort(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(count), entries.end(),
                    [](const Entry& a, const Entry& b) {
                      return std::pair(-std::abs(a.score), a.item) < std::pair(-std::abs(b.score), b.item);
                    });
  entries.resize(count);
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.item < b.item; });
  return entries;
}

}  // namespace

Result<AttributeWeights> train_attribute_model(std::vector<AttributeEvent> events, std::size_t n_values,
                                               std::span<const std::uint32_t> item_counts,
                                               const AttributeModelOptions& options) {
  std::stable_sort(events.begin(), events.end(),
                   [](const AttributeEvent& a, const AttributeEvent& b) { return a.value < b.value; });
  const auto total = static_cast<double>(std::accumulate(item_counts.begin(), item_counts.end(), std::uint64_t{0}));
  const double most =
      item_counts.empty() ? 0 : static_cast<double>(*std::max_element(item_counts.begin(), item_counts.end()));
  AttributeWeights weights;
  std::vector<double> scores(item_counts.size());
  auto begin = events.begin();
  for (std::size_t value = 0; value < n_values; ++value) {
    const auto end =
        std::find_if(begin, events.end(), [&](const AttributeEvent& event) { return event.value > value; });
    const std::span<const AttributeEvent> own(begin, end);
    begin = end;
    if (!own.empty() && most > 0) {
      const auto users = static_cast<double>(distinct_users(own));
      const double trust = users / (users + options.shrinkage) * total / most;
      std::fill(scores.begin(), scores.end(), 0.0);
      for (const AttributeEvent& event : own) scores[event.item] += 1;
      for (std::size_t item = 0; item < scores.size(); ++item) {
        const double difference = scores[item] / static_cast<double>(own.size()) - item_counts[item] / total;
        scores[item] = std::clamp(trust * difference, -kLargestScore, kLargestScore);
      }
      for (const Entry& entry : largest(scores, options.items)) {
        weights.item.push_back(entry.item);
        weights.score.push_back(static_cast<float>(entry.score));
      }
    }
    if (weights.item.size() > std::numeric_limits<std::uint32_t>::max()) {
      return Error{ErrorCode::invalid_input, "expected fewer than 2^32 scores of items by attribute; set fewer items"};
    }
    weights.begin.push_back(static_cast<std::uint32_t>(weights.item.size()));
  }
  return weights;
}

}  // namespace pocketrec
