#include "training/neighbor_table.h"

#include <doctest/doctest.h>

#include <vector>

using namespace pocketrec;

TEST_SUITE("neighbour table") {
  TEST_CASE("keeps the best: by similarity, then preference, then row") {
    NeighborTable table({1, 3}, 3);
    std::vector<NeighborCandidate> candidates = {{0.5F, 4, 0}, {0.5F, 2, 0}, {0.5F, 5, 1}, {0.9F, 0, 0}};
    table.keep(1, candidates);
    const SimilarItems lists = table.lists(5);
    CHECK(lists.begin == std::vector<std::uint64_t>{0, 0, 0, 0, 3, 3});
    CHECK(lists.item == std::vector<ItemIndex>{0, 5, 2});
    CHECK(lists.similarity == std::vector<float>{0.9F, 0.5F, 0.5F});
  }
  TEST_CASE("of nothing has no lists") {
    CHECK(NeighborTable({}, 4).lists(0).n_items() == 0);
    CHECK(NeighborTable({}, 0).lists(2).begin == std::vector<std::uint64_t>{0, 0, 0});
  }
}
