#include "training/interaction_matrix.h"

#include <doctest/doctest.h>

using namespace pocketrec;

TEST_SUITE("interaction matrix") {
  TEST_CASE("pairs in any order become ascending rows, repeated ones count once") {
    const auto matrix = make_interaction_matrix({{2, 1}, {0, 3}, {2, 0}, {0, 3}, {2, 1}}, 4, 5);
    REQUIRE(matrix);
    CHECK(matrix->row_begin == std::vector<std::uint64_t>{0, 1, 1, 3, 3});
    CHECK(matrix->item == std::vector<ItemIndex>{3, 0, 1});
    CHECK(matrix->n_items == 5);
    CHECK(check_interaction_matrix(*matrix));
  }

  TEST_CASE("a pair outside the matrix is refused by name") {
    const auto user = make_interaction_matrix({{4, 0}}, 4, 5);
    REQUIRE(!user);
    CHECK(user.error().code == ErrorCode::invalid_input);
    CHECK(user.error().message ==
          "interaction matrix: expected users below 4 and items below 5, got user 4 with item 0");
    CHECK(!make_interaction_matrix({{0, 5}}, 4, 5));
  }

  TEST_CASE("broken invariants are found") {
    const auto message = [](const InteractionMatrix& matrix) {
      const auto ok = check_interaction_matrix(matrix);
      return ok ? std::string() : ok.error().message;
    };
    CHECK(message({{}, {}, 3}) == "interaction matrix: expected row_begin to lead from 0 to 0");
    CHECK(message({{1, 1}, {0}, 3}) == "interaction matrix: expected row_begin to lead from 0 to 1");
    CHECK(message({{0, 2}, {0}, 3}) == "interaction matrix: expected row_begin to lead from 0 to 1");
    CHECK(message({{0, 2, 1}, {0}, 3}) == "interaction matrix: row_begin falls at row 1");
    CHECK(message({{0, 2}, {1, 1}, 3}) ==
          "interaction matrix: expected ascending items below 3 in row 0, got 1 at position 1");
    CHECK(message({{0, 1}, {3}, 3}) ==
          "interaction matrix: expected ascending items below 3 in row 0, got 3 at position 0");
    CHECK(message({}).empty());
  }
}
