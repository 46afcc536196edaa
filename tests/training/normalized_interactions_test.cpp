#include "training/normalized_interactions.h"

#include <doctest/doctest.h>

#include <cmath>

#include "reference.h"

using namespace pocketrec;

TEST_SUITE("normalized interactions") {
  TEST_CASE("transposed twice is the same again") {
    const InteractionMatrix matrix = test::random_matrix(50, 20, 300, 3);
    const IndexLists lists{matrix.row_begin, matrix.item};
    const IndexLists back = transposed(transposed(lists, matrix.n_items), matrix.n_users());
    CHECK(back.begin == lists.begin);
    CHECK(back.index == lists.index);
  }

  TEST_CASE("users and items without interactions are left out") {
    const auto matrix = make_interaction_matrix({{1, 2}, {1, 5}, {3, 5}}, 6, 8);
    REQUIRE(matrix);
    const NormalizedInteractions interactions = normalize_interactions(*matrix, 0.5, 1);
    CHECK(interactions.original_item == std::vector<ItemIndex>{2, 5});
    CHECK(interactions.items_of_user.begin == std::vector<std::uint64_t>{0, 2, 3});
    CHECK(interactions.items_of_user.index == std::vector<std::uint32_t>{0, 1, 1});
    CHECK(interactions.users_of_item.begin == std::vector<std::uint64_t>{0, 1, 3});
    CHECK(interactions.users_of_item.index == std::vector<std::uint32_t>{0, 0, 1});
    CHECK(interactions.user_scale[0] == doctest::Approx(std::sqrt(0.5)));
    CHECK(interactions.user_scale[1] == 1);
    CHECK(interactions.item_scale[1] == doctest::Approx(0.5));
  }
}
