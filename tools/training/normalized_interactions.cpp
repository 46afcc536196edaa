#include "training/normalized_interactions.h"

#include "domain/portable_log.h"

namespace pocketrec {
namespace {

std::vector<double> powers_of_sizes(const IndexLists& lists, double exponent) {
  std::vector<double> powers(lists.size());
  for (std::size_t i = 0; i < lists.size(); ++i) {
    powers[i] = portable_pow(static_cast<double>(lists[i].size()), exponent);
  }
  return powers;
}

}  // namespace

IndexLists transposed(const IndexLists& lists, std::size_t columns) {
  IndexLists result;
  result.begin.assign(columns + 1, 0);
  result.index.resize(lists.index.size());
  for (std::uint32_t column : lists.index) ++result.begin[std::size_t{column} + 1];
  for (std::size_t column = 0; column < columns; ++column) result.begin[column + 1] += result.begin[column];
  std::vector<std::uint64_t> place(result.begin.begin(), result.begin.end() - 1);
  for (std::size_t list = 0; list < lists.size(); ++list) {
    for (std::uint32_t column : lists[list]) result.index[place[column]++] = static_cast<std::uint32_t>(list);
  }
  return result;
}

NormalizedInteractions normalize_interactions(const InteractionMatrix& matrix, double user_exponent,
                                              double item_exponent) {
  NormalizedInteractions result;
  std::vector<ItemIndex> compact(matrix.n_items, 0);
  for (ItemIndex item : matrix.item) compact[item] = 1;
  for (ItemIndex item = 0; item < matrix.n_items; ++item) {
    if (compact[item] == 0) continue;
    compact[item] = static_cast<ItemIndex>(result.original_item.size());
    result.original_item.push_back(item);
  }
  result.items_of_user.index.reserve(matrix.item.size());
  for (std::size_t user = 0; user < matrix.n_users(); ++user) {
    const auto items = matrix.items_of(user);
    if (items.empty()) continue;
    for (ItemIndex item : items) result.items_of_user.index.push_back(compact[item]);
    result.items_of_user.begin.push_back(result.items_of_user.index.size());
  }
  result.users_of_item = transposed(result.items_of_user, result.original_item.size());
  result.user_scale = powers_of_sizes(result.items_of_user, -user_exponent);
  result.item_scale = powers_of_sizes(result.users_of_item, -item_exponent);
  return result;
}

}  // namespace pocketrec
