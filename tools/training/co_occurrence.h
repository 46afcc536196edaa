#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "training/normalized_interactions.h"
#include "training/parallel_tiles.h"
#include "training/symmetric_tiles.h"

namespace pocketrec {

/// A weighted binary matrix, for the products of its rows: G_rs = scale[r] · scale[s] · Σ weight[c] over the columns c
/// that r and s share. For X̃ᵀX̃ rows are items and columns users. A view of the interactions that it was made from; owns
/// the weights.
struct RowProducts {
  const IndexLists* columns_of_row = nullptr;
  const IndexLists* rows_of_column = nullptr;
  std::span<const double> scale;
  std::vector<double> weight;

  std::size_t size() const { return columns_of_row->size(); }
};

/// X̃ᵀX̃. The result lives no longer than `interactions`.
RowProducts item_products(const NormalizedInteractions& interactions);

/// G_rr of every row.
std::vector<double> product_diagonal(const RowProducts& products);

/// Rows that fill_products reports as one step. They have fewer products to fill the later they come; short pieces keep
/// the workers busy to the end.
inline constexpr std::size_t kFillRows = 16;

/// Writes all products. Sums are taken in double, columns ascending.
/// Precondition: tiles.size() == products.size() and all values of `tiles` are zero.
void fill_products(const RowProducts& products, SymmetricTiles& tiles, unsigned workers,
                   const TileReport& report = nullptr);

/// Σ weight[c] between one row and every row that shares a column with it. Memory for one row at a time; reuse it.
class CoOccurrenceRow {
 public:
  explicit CoOccurrenceRow(std::size_t rows) : sum_(rows, 0.0) { touched_.reserve(rows); }

  /// Replaces the contents by those of `row`, itself included. Does not allocate.
  void accumulate(const RowProducts& products, std::size_t row);

  /// Rows that share a column, in no particular order, but in the same one every time.
  std::span<const std::uint32_t> touched() const { return touched_; }

  /// 0 where nothing is shared.
  double sum(std::size_t row) const { return sum_[row]; }

 private:
  std::vector<double> sum_;
  std::vector<std::uint32_t> touched_;
};

/// The products among a few rows, from the lists: for where no matrix of all products is at hand. Scratch memory of one
/// thread; reuse it.
class ProductsAmong {
 public:
  /// Upper bounds for any later call: rows, and the sum of the lengths of their lists.
  ProductsAmong(const RowProducts& products, std::size_t most_rows, std::size_t most_columns);

  /// out[p · stride + q] = G of rows[p] and rows[q], for p ≤ q < rows.size(): with the bits of fill_products.
  /// Precondition: rows are distinct, and no more than the constructor was told. Does not allocate.
  void compute(std::span<const std::uint32_t> rows, float* out, std::size_t stride);

 private:
  const RowProducts& products_;
  std::vector<std::uint32_t> count_;    // per column: how many of its entries are written
  std::vector<std::uint64_t> place_;    // per column: its first entry
  std::vector<std::uint32_t> entries_;  // positions in `rows`, by column
  std::vector<std::uint32_t> columns_;  // that occur
  std::vector<double> sum_;
};

}  // namespace pocketrec
