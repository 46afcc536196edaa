#include "recipes/recipe_input.h"

#include <algorithm>
#include <utility>

namespace pocketrec {

Result<InteractionMatrix> interaction_matrix_of(const TrainingData& data, std::span<const std::uint32_t> rows) {
  std::vector<UserItem> pairs;
  pairs.reserve(rows.size());
  for (const std::uint32_t row : rows) pairs.push_back({data.user[row], data.item[row]});
  return make_interaction_matrix(std::move(pairs), static_cast<std::uint32_t>(data.users.ids.size()),
                                 static_cast<std::uint32_t>(data.items.ids.size()));
}

std::vector<std::uint32_t> rows_by_user(const TrainingData& data, std::span<const std::uint32_t> rows) {
  std::vector<std::uint32_t> order(rows.begin(), rows.end());
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::pair(data.user[a], data.time[a]) < std::pair(data.user[b], data.time[b]);
  });
  return order;
}

}  // namespace pocketrec
