#include "training/products.h"

#include <algorithm>

#include "training/symmetric_tiles.h"
#include "training/training_options.h"

namespace pocketrec {
namespace {

class Tiles final : public Products {
 public:
  explicit Tiles(std::size_t size) : tiles_(size) {}

  void store(std::uint32_t row, std::uint32_t other, float value) {
    constexpr std::size_t kSide = SymmetricTiles::kSide;
    tiles_.tile(row / kSide, other / kSide)[row % kSide * kSide + other % kSide] = value;
  }

  std::size_t size() const override { return tiles_.size(); }

  std::unique_ptr<Reader> reader(std::size_t) const override {
    class TileReader final : public Reader {
     public:
      explicit TileReader(const SymmetricTiles& tiles) : tiles_(tiles) {}

      void row(std::uint32_t row, std::vector<Product>& out) override {
        out.clear();
        for (std::uint32_t other = 0; other < tiles_.size(); ++other) {
          const float value = tiles_.at(row, other);
          if (value != 0) out.push_back({other, value});
        }
      }

      void among(std::span<const std::uint32_t> rows, float* out, std::size_t stride) override {
        for (std::size_t p = 0; p < rows.size(); ++p) {
          for (std::size_t q = p; q < rows.size(); ++q) out[p * stride + q] = tiles_.at(rows[p], rows[q]);
        }
      }

     private:
      const SymmetricTiles& tiles_;
    };
    return std::make_unique<TileReader>(tiles_);
  }

 private:
  SymmetricTiles tiles_;
};

class Lists final : public Products {
 public:
  explicit Lists(std::size_t size) : rows_(size) {}

  std::vector<Product>& list(std::size_t row) { return rows_[row]; }

  /// Adds to each row the products with rows before it.
  void mirror() {
    std::vector<std::size_t> upper(rows_.size());
    std::vector<std::size_t> lower(rows_.size(), 0);
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      upper[row] = rows_[row].size();
      for (const Product& product : rows_[row]) lower[product.other] += product.other == row ? 0 : 1;
    }
    for (std::size_t row = 0; row < rows_.size(); ++row) rows_[row].reserve(upper[row] + lower[row]);
    for (std::uint32_t row = 0; row < rows_.size(); ++row) {
      for (std::size_t i = 0; i < upper[row]; ++i) {
        const Product product = rows_[row][i];
        if (product.other != row) rows_[product.other].push_back({row, product.value});
      }
    }
  }

  std::size_t size() const override { return rows_.size(); }

  std::unique_ptr<Reader> reader(std::size_t) const override {
    class ListReader final : public Reader {
     public:
      explicit ListReader(const std::vector<std::vector<Product>>& rows) : rows_(rows), place_(rows.size(), 0) {}

      void row(std::uint32_t row, std::vector<Product>& out) override { out = rows_[row]; }

      void among(std::span<const std::uint32_t> rows, float* out, std::size_t stride) override {
        for (std::size_t p = 0; p < rows.size(); ++p) {
          place_[rows[p]] = static_cast<std::uint32_t>(p + 1);
          std::fill(out + p * stride + p, out + p * stride + rows.size(), 0.0F);
        }
        for (const std::uint32_t row : rows) {
          const std::size_t own = place_[row] - 1;
          for (const Product& product : rows_[row]) {
            if (const std::size_t other = place_[product.other]; other != 0) {
              out[std::min(own, other - 1) * stride + std::max(own, other - 1)] = product.value;
            }
          }
        }
        for (const std::uint32_t row : rows) place_[row] = 0;
      }

     private:
      const std::vector<std::vector<Product>>& rows_;
      std::vector<std::uint32_t> place_;  // in the rows that are asked for, from 1
    };
    return std::make_unique<ListReader>(rows_);
  }

 private:
  std::vector<std::vector<Product>> rows_;
};

template <typename Store>
void fill(std::size_t size, const UpperSums& sums, unsigned workers, const TileReport& report, const Store& store) {
  std::vector<SumRow> scratch(workers, SumRow(size));
  for_each_tile(
      workers, steps_of(size, kKeptRows),
      [&](std::size_t piece, unsigned worker) {
        const std::size_t end = std::min(size, (piece + 1) * kKeptRows);
        for (std::size_t row = piece * kKeptRows; row < end; ++row) {
          sums(static_cast<std::uint32_t>(row), scratch[worker]);
          store(static_cast<std::uint32_t>(row), scratch[worker]);
        }
      },
      report);
}

}  // namespace

std::unique_ptr<const Products> keep_products(std::size_t size, ProductForm form, const UpperSums& sums,
                                              const ProductOfSum& product, unsigned workers, const TileReport& report) {
  if (form == ProductForm::tiles) {
    auto tiles = std::make_unique<Tiles>(size);
    fill(size, sums, workers, report, [&](std::uint32_t row, const SumRow& sum) {
      for (const std::uint32_t other : sum.touched()) tiles->store(row, other, product(row, other, sum[other]));
    });
    return tiles;
  }
  auto lists = std::make_unique<Lists>(size);
  fill(size, sums, workers, report, [&](std::uint32_t row, const SumRow& sum) {
    lists->list(row).reserve(sum.touched().size());
    for (const std::uint32_t other : sum.touched()) {
      lists->list(row).push_back({other, product(row, other, sum[other])});
    }
  });
  if (form == ProductForm::full_lists) lists->mirror();
  return lists;
}

}  // namespace pocketrec
