#include "evaluation/popularity.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>
#include <utility>

#include "evaluation/metric_means.h"

namespace pocketrec {

std::vector<std::uint32_t> users_per_item(const EventColumns& events, std::span<const std::uint32_t> rows) {
  std::vector<std::pair<ItemIndex, std::uint32_t>> choices;
  choices.reserve(rows.size());
  for (std::uint32_t row : rows) choices.emplace_back(events.item[row], events.user[row]);
  std::sort(choices.begin(), choices.end());
  choices.erase(std::unique(choices.begin(), choices.end()), choices.end());
  std::vector<std::uint32_t> users(events.item_count);
  for (const auto& choice : choices) {
    assert(choice.first < users.size());
    ++users[choice.first];
  }
  return users;
}

std::vector<double> self_information(std::span<const std::uint32_t> users_per_item, std::size_t user_count) {
  std::vector<double> bits;
  bits.reserve(users_per_item.size());
  for (std::uint32_t users : users_per_item) {
    assert(users <= user_count);
    bits.push_back(std::log2(static_cast<double>(std::max<std::size_t>(user_count, 1)) / std::max(users, 1u)));
  }
  return bits;
}

Recommend popularity_baseline(const EventColumns& events, const Split& split) {
  const auto users = users_per_item(events, split.training);
  std::vector<ItemIndex> order(users.size());
  std::iota(order.begin(), order.end(), ItemIndex{0});
  std::stable_sort(order.begin(), order.end(), [&users](ItemIndex a, ItemIndex b) { return users[a] > users[b]; });

  if (!split.candidates.empty()) {
    std::erase_if(order, [&](ItemIndex item) {
      return !std::binary_search(split.candidates.begin(), split.candidates.end(), item);
    });
  }
  return [events, order = std::move(order),
          hides_history = split.hides_history](const TestUser& user) -> Result<std::vector<ItemIndex>> {
    std::vector<ItemIndex> hidden;
    if (hides_history) {
      for (std::uint32_t row : user.history) hidden.push_back(events.item[row]);
      std::sort(hidden.begin(), hidden.end());
    }
    std::vector<ItemIndex> list;
    for (ItemIndex item : order) {
      if (list.size() == kMetricListLength) break;
      if (!std::binary_search(hidden.begin(), hidden.end(), item)) list.push_back(item);
    }
    return list;
  };
}

}  // namespace pocketrec
