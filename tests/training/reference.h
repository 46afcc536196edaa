#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "training/interaction_matrix.h"
#include "training/item_to_item.h"

namespace pocketrec::test {

/// A square matrix of doubles, for references that are slow and obvious.
struct Square {
  explicit Square(std::size_t n) : size(n), values(n * n, 0.0) {}

  double& at(std::size_t row, std::size_t column) { return values[row * size + column]; }
  double at(std::size_t row, std::size_t column) const { return values[row * size + column]; }

  std::size_t size;
  std::vector<double> values;
};

/// A⁻¹ by Gauss-Jordan with row pivoting. Precondition: A is regular.
Square inverse(Square a);

/// Interactions of users with items of falling popularity; the same for the same arguments, on any machine.
/// Precondition: users and items are above 0.
InteractionMatrix random_matrix(std::uint32_t users, std::uint32_t items, std::size_t pairs, std::uint64_t seed);

/// The textbook: dense X̃ᵀX̃, its ridge λ, and B = −P / diag(P) with P = (X̃ᵀX̃ + λI)⁻¹, before the item scaling is undone.
/// Every item has to have an interaction.
struct DenseItemToItem {
  DenseItemToItem(const InteractionMatrix& matrix, const ItemToItemOptions& options);

  /// Weight by which the item scaling multiplies B_ij.
  double scaling(std::size_t source, std::size_t target) const { return item_scale[source] / item_scale[target]; }

  /// Weights of a target that is solved on these sources alone.
  std::vector<double> refit(std::size_t target, const std::vector<ItemIndex>& sources, double ratio) const;

  std::vector<double> item_scale;
  double ridge = 0;
  Square products;
  Square weights;
};

/// A number that changes with any byte of the weights (FNV-1a).
std::uint64_t checksum(const SparseWeights& weights);

}  // namespace pocketrec::test
