#include "training/co_occurrence.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "reference.h"
#include "training/training_options.h"

using namespace pocketrec;

namespace {

struct Interactions {
  Interactions(const InteractionMatrix& matrix, double exponent)
      : normalized(normalize_interactions(matrix, exponent, exponent)), products(normalized) {}

  std::unique_ptr<const Products> kept(ProductForm form, unsigned workers) const {
    return keep_products(
        products.size(), form, [this](std::uint32_t item, SumRow& out) { products.upper_row(item, out); },
        [this](std::uint32_t item, std::uint32_t other, std::int64_t sum) {
          return products.product(item, other, sum);
        },
        workers);
  }

  NormalizedInteractions normalized;
  CoOccurrence products;
};

std::vector<float> row_of(const Products& products, std::uint32_t row) {
  std::vector<Product> entries;
  products.reader(0)->row(row, entries);
  std::vector<float> values(products.size(), 0);
  for (const Product& entry : entries) {
    CHECK(entry.value != 0);
    CHECK(values[entry.other] == 0);
    values[entry.other] = entry.value;
  }
  return values;
}

}  // namespace

TEST_SUITE("co-occurrence") {
  TEST_CASE("products are those of the textbook") {
    const InteractionMatrix matrix = test::random_matrix(90, 300, 2000, 4);
    const test::DenseItemToItem dense(matrix, {});
    const Interactions interactions(matrix, 0.25);
    const std::vector<double> diagonal = interactions.products.diagonal();
    for (std::uint32_t i = 0; i < 300; ++i) {
      CHECK(diagonal[i] == doctest::Approx(dense.products.at(i, i)).epsilon(1e-9));
      const std::vector<float> row = row_of(interactions.products, i);
      for (std::size_t j = 0; j < 300; ++j) REQUIRE(row[j] == doctest::Approx(dense.products.at(i, j)).epsilon(1e-6));
    }
  }

  TEST_CASE("every form gives the same bits: rows, and products among a few, for any number of workers") {
    const InteractionMatrix matrix = test::random_matrix(200, 120, 3000, 6);
    const Interactions interactions(matrix, 0.25);
    std::vector<std::unique_ptr<const Products>> forms;
    forms.push_back(interactions.kept(ProductForm::tiles, 1));
    forms.push_back(interactions.kept(ProductForm::tiles, 3));
    forms.push_back(interactions.kept(ProductForm::full_lists, 2));
    for (const auto& form : forms) {
      REQUIRE(form->size() == 120);
      for (std::uint32_t row = 0; row < 120; ++row) REQUIRE(row_of(*form, row) == row_of(interactions.products, row));
    }
    forms.push_back(interactions.kept(ProductForm::upper_lists, 2));
    const auto expected = interactions.products.reader(8);
    for (const auto& form : forms) {
      const auto reader = form->reader(8);
      for (const std::vector<std::uint32_t>& rows :
           {std::vector<std::uint32_t>{0, 1, 5, 7, 50, 119, 3}, {}, {9}, {2, 3, 1, 0, 118, 117, 4, 5}}) {
        std::vector<float> out(100, -1);
        std::vector<float> other(100, -1);
        reader->among(rows, out.data(), 10);
        expected->among(rows, other.data(), 10);
        CHECK(out == other);
        for (std::size_t p = 1; p < rows.size(); ++p) CHECK(out[p * 10 + p - 1] == -1);
      }
    }
  }

  TEST_CASE("a row holds every item that shares a user, once") {
    const auto matrix = make_interaction_matrix({{0, 0}, {0, 2}, {1, 0}, {1, 2}, {2, 1}, {2, 3}}, 3, 4);
    REQUIRE(matrix);
    const Interactions interactions(*matrix, 0);
    CHECK(row_of(interactions.products, 0) == std::vector<float>{2, 0, 2, 0});
    CHECK(row_of(interactions.products, 3) == std::vector<float>{0, 1, 0, 1});
  }
}
