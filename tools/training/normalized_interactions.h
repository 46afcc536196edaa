#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "domain/item_index.h"
#include "training/interaction_matrix.h"

namespace pocketrec {

/// Lists of ascending numbers, one after another in memory.
struct IndexLists {
  std::vector<std::uint64_t> begin{0};  ///< size() + 1 positions in `index`
  std::vector<std::uint32_t> index;

  std::size_t size() const { return begin.size() - 1; }

  /// A view into the lists. Precondition: list < size().
  std::span<const std::uint32_t> operator[](std::size_t list) const {
    return std::span(index).subspan(begin[list], begin[list + 1] - begin[list]);
  }
};

/// The other reading of the same pairs: result[n] lists, ascending, the lists of `lists` that contain n.
/// Precondition: all numbers are below `columns`.
IndexLists transposed(const IndexLists& lists, std::size_t columns);

/// X̃ = D_u^(−a) X D_i^(−b), D the numbers of interactions: those users and items that have any, from both sides, with
/// the two scales apart: X̃_ui = user_scale[u] · item_scale[i] where u and i interacted, else 0.
/// Users and items have new, dense numbers in the old order.
struct NormalizedInteractions {
  IndexLists items_of_user;
  IndexLists users_of_item;
  std::vector<double> user_scale;        ///< D_u^(−a)
  std::vector<double> item_scale;        ///< D_i^(−b)
  std::vector<ItemIndex> original_item;  ///< row in the catalogue, ascending

  std::size_t n_users() const { return items_of_user.size(); }
  std::size_t n_items() const { return users_of_item.size(); }
};

/// Precondition: the matrix keeps its invariants and the exponents are finite.
NormalizedInteractions normalize_interactions(const InteractionMatrix& matrix, double user_exponent,
                                              double item_exponent);

}  // namespace pocketrec
