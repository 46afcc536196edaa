#include "scoring/base_scores.h"

#include <doctest/doctest.h>

#include <algorithm>

#include <vector>

#include "small_model.h"

namespace pocketrec {
namespace {

using Items = std::vector<ItemIndex>;

}  // namespace

TEST_SUITE("base scores") {
  TEST_CASE("add up the item scores and no other part, best first") {
    ModelContents contents = small_contents();
    contents.item_scores.push_back({"second", {7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 1U << 30}});
    const auto model = open_packed(contents);
    const std::vector<ScorePart> parts = {{ScorePart::Kind::neighbor_lists, 0, 1},
                                          {ScorePart::Kind::item_scores, 0, 0.5},
                                          {ScorePart::Kind::item_scores, 1, -1}};
    const BaseScores base = base_scores(*model, parts, 13);
    for (std::size_t item = 0; item < 12; ++item) {
      CHECK(base.values[item] ==
            (Score{contents.item_scores[0].values[item]} << 15) - (Score{contents.item_scores[1].values[item]} << 16));
    }
    // The row behind the model's items has 0.
    CHECK(base.values[12] == 0);
    CHECK(std::is_sorted(base.order.begin(), base.order.end(), [&](ItemIndex a, ItemIndex b) {
      return ranks_before({a, base.values[a]}, {b, base.values[b]});
    }));
    CHECK(base.order.size() == 13);
  }
  TEST_CASE("are zero in the order of rows where nothing is the same for everybody") {
    const BaseScores base =
        base_scores(*small_model(), std::vector<ScorePart>{{ScorePart::Kind::neighbor_lists, 0, 1}}, 12);
    CHECK(base.values == std::vector<Score>(12, 0));
    CHECK(base.order == Items{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
  }
}

}  // namespace pocketrec
