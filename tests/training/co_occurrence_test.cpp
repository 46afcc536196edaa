#include "training/co_occurrence.h"

#include <doctest/doctest.h>

#include <cstring>

#include "reference.h"

using namespace pocketrec;

namespace {

ItemToItemOptions usual() {
  return {};
}

}  // namespace

TEST_SUITE("co-occurrence") {
  TEST_CASE("products over items are those of the textbook, with any number of workers") {
    const InteractionMatrix matrix = test::random_matrix(90, 300, 2000, 4);
    const test::DenseItemToItem dense(matrix, usual());
    const NormalizedInteractions interactions = normalize_interactions(matrix, 0.25, 0.25);
    const RowProducts products = item_products(interactions);
    const std::vector<double> diagonal = product_diagonal(products);
    SymmetricTiles first(300);
    fill_products(products, first, 1);
    for (std::size_t i = 0; i < 300; ++i) {
      CHECK(diagonal[i] == doctest::Approx(dense.products.at(i, i)).epsilon(1e-12));
      for (std::size_t j = 0; j < 300; ++j) {
        REQUIRE(first.at(i, j) == doctest::Approx(dense.products.at(i, j)).epsilon(1e-6));
      }
    }
    for (unsigned workers : {2U, 3U}) {
      SymmetricTiles other(300);
      fill_products(products, other, workers);
      bool same = true;
      for (std::size_t i = 0; i < 300; ++i) {
        for (std::size_t j = i; j < 300; ++j) same = same && first.at(i, j) == other.at(i, j);
      }
      CHECK(same);
    }
  }

  TEST_CASE("products among a few rows have the bits of the filled matrix") {
    const InteractionMatrix matrix = test::random_matrix(200, 120, 3000, 6);
    const NormalizedInteractions interactions = normalize_interactions(matrix, 0.25, 0.25);
    const RowProducts products = item_products(interactions);
    SymmetricTiles tiles(120);
    fill_products(products, tiles, 2);
    ProductsAmong among(products, 8, matrix.item.size());
    for (const std::vector<std::uint32_t>& rows :
         {std::vector<std::uint32_t>{0, 1, 5, 7, 50, 119, 3}, {}, {9}, {2, 3, 1, 0, 118, 117, 4, 5}}) {
      std::vector<float> out(100, -1);
      among.compute(rows, out.data(), 10);
      for (std::size_t p = 0; p < rows.size(); ++p) {
        for (std::size_t q = p; q < rows.size(); ++q) CHECK(out[p * 10 + q] == tiles.at(rows[p], rows[q]));
        if (p > 0) CHECK(out[p * 10 + p - 1] == -1);
      }
    }
  }

  TEST_CASE("a row of co-occurrences holds every item that shares a user, once") {
    const auto matrix = make_interaction_matrix({{0, 0}, {0, 2}, {1, 0}, {1, 2}, {2, 1}, {2, 3}}, 3, 4);
    REQUIRE(matrix);
    const NormalizedInteractions interactions = normalize_interactions(*matrix, 0, 0);
    const RowProducts products = item_products(interactions);
    CoOccurrenceRow row(4);
    row.accumulate(products, 3);
    row.accumulate(products, 0);
    CHECK(row.touched().size() == 2);
    CHECK(row.sum(0) == 2);
    CHECK(row.sum(2) == 2);
    CHECK(row.sum(1) == 0);
    CHECK(row.sum(3) == 0);
  }
}
