#include "recipes/recipe_input.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "domain/event_type.h"

namespace pocketrec {

Result<InteractionMatrix> interaction_matrix_of(const TrainingData& data, std::span<const std::uint32_t> rows) {
  std::vector<UserItem> pairs;
  pairs.reserve(rows.size());
  for (const std::uint32_t row : rows) pairs.push_back({data.user[row], data.item[row]});
  return make_interaction_matrix(std::move(pairs), static_cast<std::uint32_t>(data.users.ids.size()),
                                 static_cast<std::uint32_t>(data.items.ids.size()));
}

ItemSequences sequences_of(const TrainingData& data, std::span<const std::uint32_t> rows) {
  ItemSequences sequences;
  sequences.n_items = static_cast<std::uint32_t>(data.items.ids.size());
  const std::vector<std::uint32_t> order = rows_by_user(data, rows);
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin;
    while (end < order.size() && data.user[order[end]] == data.user[order[begin]]) ++end;
    if (end - begin > 1) {
      for (std::size_t i = begin; i < end; ++i) sequences.item.push_back(data.item[order[i]]);
      sequences.begin.push_back(sequences.item.size());
    }
    begin = end;
  }
  return sequences;
}

std::vector<std::uint32_t> rows_of_event_type(const TrainingData& data, std::span<const std::uint32_t> rows,
                                              std::string_view event_type) {
  std::vector<std::uint32_t> found;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(found),
               [&](std::uint32_t row) { return same_event_type(data.event_types[data.event_type[row]], event_type); });
  return found;
}

}  // namespace pocketrec
