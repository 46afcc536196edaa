#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "training/parallel_tiles.h"
#include "training/sum_row.h"

namespace pocketrec {

/// One entry of a row of products.
struct Product {
  std::uint32_t other = 0;
  float value = 0;
};

/// A symmetric matrix of products, of which trainers read rows and the products among a few. All forms of the same
/// matrix give the same bits.
class Products {
 public:
  /// Reads with scratch memory of its own: one a thread.
  class Reader {
   public:
    virtual ~Reader() = default;

    /// Replaces `out` by the products of `row` that are not 0, the one with itself included, in no particular order.
    virtual void row(std::uint32_t row, std::vector<Product>& out) = 0;

    /// out[p · stride + q] = product of rows[p] and rows[q], for p ≤ q < rows.size(). Precondition: rows are distinct
    /// and not more than the reader was made for. Does not allocate.
    virtual void among(std::span<const std::uint32_t> rows, float* out, std::size_t stride) = 0;
  };

  virtual ~Products() = default;

  virtual std::size_t size() const = 0;

  /// most_rows: upper bound for among(). The reader lives no longer than this.
  virtual std::unique_ptr<Reader> reader(std::size_t most_rows) const = 0;
};

/// How a matrix is kept in memory.
enum class ProductForm {
  tiles,        ///< all products, 2 bytes a pair of rows in either order
  upper_lists,  ///< those that are not 0, from the diagonal on: 8 bytes each. row() is of no use
  full_lists,   ///< those that are not 0, on both sides of the diagonal: 8 bytes each
};

/// Replaces `out` by the sums of a row with every other ≥ row. Thread-safe.
using UpperSums = std::function<void(std::uint32_t row, SumRow& out)>;

/// The product that a sum stands for.
using ProductOfSum = std::function<float(std::uint32_t row, std::uint32_t other, std::int64_t sum)>;

/// Rows of one step of keep_products. They have fewer products to fill the later they come; short pieces keep the
/// workers busy to the end.
inline constexpr std::size_t kKeptRows = 16;

/// Takes the sums of a matrix of size × size once and keeps the products. Throws std::bad_alloc.
std::unique_ptr<const Products> keep_products(std::size_t size, ProductForm form, const UpperSums& sums,
                                              const ProductOfSum& product, unsigned workers,
                                              const TileReport& report = nullptr);

}  // namespace pocketrec
