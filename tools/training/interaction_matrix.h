#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/item_index.h"
#include "result/result.h"

namespace pocketrec {

/// Who interacted with what: a binary users × items matrix, by rows. Owns its memory.
/// Invariants (check_interaction_matrix): row_begin has a leading 0, never falls and ends with item.size(); within a
/// row, items ascend strictly; items are below n_items.
struct InteractionMatrix {
  std::vector<std::uint64_t> row_begin{0};  ///< n_users() + 1 positions in `item`
  std::vector<ItemIndex> item;
  std::uint32_t n_items = 0;

  std::size_t n_users() const { return row_begin.size() - 1; }

  /// Items of a user. A view into the matrix. Precondition: user < n_users().
  std::span<const ItemIndex> items_of(std::size_t user) const {
    return std::span(item).subspan(row_begin[user], row_begin[user + 1] - row_begin[user]);
  }

  bool operator==(const InteractionMatrix&) const = default;
};

/// One interaction, both ends as numbers.
struct UserItem {
  std::uint32_t user;
  ItemIndex item;

  bool operator==(const UserItem&) const = default;
};

/// Builds the matrix from pairs in any order; repeated pairs count once.
/// Errors: invalid_input for a user or item that is not below the given number of them.
Result<InteractionMatrix> make_interaction_matrix(std::vector<UserItem> pairs, std::uint32_t n_users,
                                                  std::uint32_t n_items);

/// Checks the invariants. Errors: invalid_input with the row and the rule.
Result<void> check_interaction_matrix(const InteractionMatrix& matrix);

}  // namespace pocketrec
