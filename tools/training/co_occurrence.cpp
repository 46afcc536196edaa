#include "training/co_occurrence.h"

#include <algorithm>
#include <cassert>

namespace pocketrec {
namespace {

// One expression for all who need a product, so that all get the same bits.
float product_value(const RowProducts& products, double sum, std::size_t row, std::size_t other) {
  return static_cast<float>(sum * (products.scale[row] * products.scale[other]));
}

}  // namespace

RowProducts item_products(const NormalizedInteractions& interactions) {
  RowProducts products{&interactions.users_of_item, &interactions.items_of_user, interactions.item_scale, {}};
  products.weight.reserve(interactions.n_users());
  for (double scale : interactions.user_scale) products.weight.push_back(scale * scale);
  return products;
}

std::vector<double> product_diagonal(const RowProducts& products) {
  std::vector<double> diagonal(products.size());
  for (std::size_t row = 0; row < products.size(); ++row) {
    double sum = 0;
    for (std::uint32_t column : (*products.columns_of_row)[row]) sum += products.weight[column];
    diagonal[row] = sum * (products.scale[row] * products.scale[row]);
  }
  return diagonal;
}

void fill_products(const RowProducts& products, SymmetricTiles& tiles, unsigned workers, const TileReport& report) {
  constexpr std::size_t kSide = SymmetricTiles::kSide;
  const std::size_t n = products.size();
  assert(tiles.size() == n);
  std::vector<std::vector<double>> sums(workers, std::vector<double>(n, 0.0));
  for_each_tile(
      workers, (n + kFillRows - 1) / kFillRows,
      [&](std::size_t piece, unsigned worker) {
        std::vector<double>& sum = sums[worker];
        for (std::size_t row = piece * kFillRows; row < std::min(n, (piece + 1) * kFillRows); ++row) {
          for (std::uint32_t column : (*products.columns_of_row)[row]) {
            const double weight = products.weight[column];
            const auto rows = (*products.rows_of_column)[column];
            for (auto other = std::lower_bound(rows.begin(), rows.end(), row); other != rows.end(); ++other) {
              sum[*other] += weight;
            }
          }
          for (std::size_t other = row; other < n; ++other) {
            if (sum[other] == 0) continue;
            tiles.tile(row / kSide, other / kSide)[row % kSide * kSide + other % kSide] =
                product_value(products, sum[other], row, other);
            sum[other] = 0;
          }
        }
      },
      report);
}

void CoOccurrenceRow::accumulate(const RowProducts& products, std::size_t row) {
  for (std::uint32_t other : touched_) sum_[other] = 0;
  touched_.clear();
  for (std::uint32_t column : (*products.columns_of_row)[row]) {
    const double weight = products.weight[column];
    for (std::uint32_t other : (*products.rows_of_column)[column]) {
      if (sum_[other] == 0) touched_.push_back(other);
      sum_[other] += weight;
    }
  }
}

ProductsAmong::ProductsAmong(const RowProducts& products, std::size_t most_rows, std::size_t most_columns)
    : products_(products),
      count_(products.rows_of_column->size(), 0),
      place_(products.rows_of_column->size(), 0),
      entries_(most_columns),
      sum_(most_rows, 0.0) {
  columns_.reserve(std::min(most_columns, products.rows_of_column->size()));
}

void ProductsAmong::compute(std::span<const std::uint32_t> rows, float* out, std::size_t stride) {
  for (std::uint32_t row : rows) {
    for (std::uint32_t column : (*products_.columns_of_row)[row]) {
      if (count_[column]++ == 0) columns_.push_back(column);
    }
  }
  std::uint64_t next = 0;
  for (std::uint32_t column : columns_) {
    place_[column] = next;
    next += count_[column];
    count_[column] = 0;
  }
  assert(next <= entries_.size() && rows.size() <= sum_.size());
  for (std::size_t q = 0; q < rows.size(); ++q) {
    std::fill_n(sum_.begin(), q + 1, 0.0);
    for (std::uint32_t column : (*products_.columns_of_row)[rows[q]]) {
      std::uint32_t* const entries = entries_.data() + place_[column];
      entries[count_[column]++] = static_cast<std::uint32_t>(q);
      for (std::uint32_t i = 0; i < count_[column]; ++i) sum_[entries[i]] += products_.weight[column];
    }
    for (std::size_t p = 0; p <= q; ++p) out[p * stride + q] = product_value(products_, sum_[p], rows[p], rows[q]);
  }
  for (std::uint32_t column : columns_) count_[column] = 0;
  columns_.clear();
}

}  // namespace pocketrec
