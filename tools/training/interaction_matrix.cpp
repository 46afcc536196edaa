#include "training/interaction_matrix.h"

#include <algorithm>
#include <string>

namespace pocketrec {
namespace {

Error broken(const std::string& text) {
  return {ErrorCode::invalid_input, "interaction matrix: " + text};
}

}  // namespace

Result<InteractionMatrix> make_interaction_matrix(std::vector<UserItem> pairs, std::uint32_t n_users,
                                                  std::uint32_t n_items) {
  for (const UserItem& pair : pairs) {
    if (pair.user >= n_users || pair.item >= n_items) {
      return broken("expected users below " + std::to_string(n_users) + " and items below " + std::to_string(n_items) +
                    ", got user " + std::to_string(pair.user) + " with item " + std::to_string(pair.item));
    }
  }
  std::sort(pairs.begin(), pairs.end(),
            [](const UserItem& a, const UserItem& b) { return a.user != b.user ? a.user < b.user : a.item < b.item; });
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());

  InteractionMatrix matrix;
  matrix.n_items = n_items;
  matrix.row_begin.assign(std::size_t{n_users} + 1, 0);
  matrix.item.reserve(pairs.size());
  for (const UserItem& pair : pairs) {
    ++matrix.row_begin[std::size_t{pair.user} + 1];
    matrix.item.push_back(pair.item);
  }
  for (std::size_t user = 0; user < n_users; ++user) matrix.row_begin[user + 1] += matrix.row_begin[user];
  return matrix;
}

Result<void> check_interaction_matrix(const InteractionMatrix& matrix) {
  if (matrix.row_begin.empty() || matrix.row_begin.front() != 0 || matrix.row_begin.back() != matrix.item.size()) {
    return broken("expected row_begin to lead from 0 to " + std::to_string(matrix.item.size()));
  }
  if (matrix.n_users() > 0xFFFF'FFFE || matrix.n_items == kNoItem) {
    return broken("expected fewer than 4294967295 users and items, got " + std::to_string(matrix.n_users()) + " and " +
                  std::to_string(matrix.n_items));
  }
  // All positions first: a row may only be looked at when its end is known to lie inside.
  for (std::size_t user = 0; user < matrix.n_users(); ++user) {
    if (matrix.row_begin[user] > matrix.row_begin[user + 1]) {
      return broken("row_begin falls at row " + std::to_string(user));
    }
  }
  for (std::size_t user = 0; user < matrix.n_users(); ++user) {
    const auto items = matrix.items_of(user);
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (items[i] >= matrix.n_items || (i > 0 && items[i] <= items[i - 1])) {
        return broken("expected ascending items below " + std::to_string(matrix.n_items) + " in row " +
                      std::to_string(user) + ", got " + std::to_string(items[i]) + " at position " + std::to_string(i));
      }
    }
  }
  return {};
}

}  // namespace pocketrec
