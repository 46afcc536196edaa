#include "training/refit.h"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <vector>

#include "reference.h"

using namespace pocketrec;

TEST_SUITE("refit") {
  TEST_CASE("the upper factor times itself is the matrix, and right-hand sides are solved along") {
    for (std::size_t n : {1U, 2U, 15U, 16U, 17U, 50U}) {
      std::mt19937 random(static_cast<unsigned>(n));
      const std::size_t stride = n + 3;
      std::vector<float> values(n * stride, 0.0F);
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = i; j <= n; ++j) values[i * stride + j] = static_cast<float>(random() % 1000) / 1000;
        values[i * stride + i] += static_cast<float>(n);
      }
      std::vector<float> factor = values;
      factor_upper(factor.data(), stride, n, n + 1, 1e-3F);
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = i; j <= n; ++j) {
          double sum = 0;
          for (std::size_t k = 0; k <= i; ++k)
            sum += static_cast<double>(factor[k * stride + i]) * factor[k * stride + j];
          REQUIRE(sum == doctest::Approx(values[i * stride + j]).epsilon(1e-4));
        }
      }
    }
  }

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
