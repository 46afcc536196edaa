#include "training/refit.h"

#include <doctest/doctest.h>

#include <vector>

#include "reference.h"

using namespace pocketrec;

TEST_SUITE("refit") {
  TEST_CASE("sums for each target give the bits that the filled products give") {
    const InteractionMatrix matrix = test::random_matrix(150, 80, 2000, 9);
    const NormalizedInteractions interactions = normalize_interactions(matrix, 0.25, 0.25);
    const RowProducts products = item_products(interactions);
    const std::vector<double> diagonal = product_diagonal(products);
    SymmetricTiles filled(80);
    fill_products(products, filled, 1);
    SupportTable one(80, 20);
    pick_from_co_occurrence(products, diagonal, one, 1, nullptr);
    SupportTable other = one;
    refit_weights(products, &filled, diagonal, 0.7, one, 1, nullptr);
    refit_weights(products, nullptr, diagonal, 0.7, other, 3, nullptr);
    CHECK(one.weight == other.weight);
    CHECK(one.source == other.source);
  }
}
