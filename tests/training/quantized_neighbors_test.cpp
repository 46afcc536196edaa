#include "training/quantized_neighbors.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "reference.h"

using namespace pocketrec;

TEST_SUITE("quantized neighbours") {
  TEST_CASE("every weight is within half a step of its target, by source") {
    constexpr std::size_t kItems = 90;
    const InteractionMatrix matrix = test::random_matrix(200, kItems, 3000, 31);
    ItemToItemOptions options;
    options.neighbors = 20;
    const auto weights = train_item_to_item(matrix, options);
    REQUIRE(weights);
    const QuantizedNeighborLists lists = quantize_neighbors(*weights);
    REQUIRE(lists.n_items() == kItems);
    std::vector<double> back(kItems * kItems, 0.0);
    for (std::size_t source = 0; source < kItems; ++source) {
      const auto targets = lists.targets_of(source);
      for (std::size_t i = 0; i < targets.size(); ++i) {
        if (i > 0) CHECK(targets[i] > targets[i - 1]);
        CHECK(lists.weights_of(source)[i] != 0);
        back[source * kItems + targets[i]] =
            lists.weights_of(source)[i] * static_cast<double>(lists.target_scale[targets[i]]);
      }
    }
    for (std::size_t target = 0; target < kItems; ++target) {
      const auto sources = weights->sources_of(target);
      const double step = lists.target_scale[target];
      int largest = 0;
      for (std::size_t i = 0; i < sources.size(); ++i) {
        const double value = back[sources[i] * kItems + target];
        CHECK(std::fabs(value - weights->weights_of(target)[i]) <= step * 0.50001);
        largest = std::max(largest, static_cast<int>(std::lround(std::fabs(value) / step)));
      }
      CHECK(largest == 127);
    }
    CHECK(lists.target.size() <= weights->source.size());
    CHECK(lists.target.size() > weights->source.size() * 9 / 10);
  }

  TEST_CASE("what rounds to zero is left out, and both ends of the range are reached") {
    const SparseWeights weights{{0, 0, 4, 5}, {0, 2, 3, 4, 0}, {127, -127, 0.4F, -0.6F, 0}};
    SparseWeights padded = weights;
    padded.begin.insert(padded.begin.end(), {5, 5});
    const QuantizedNeighborLists lists = quantize_neighbors(padded);
    CHECK(lists.begin == std::vector<std::uint64_t>{0, 1, 1, 2, 2, 3});
    CHECK(lists.target == std::vector<ItemIndex>{1, 1, 1});
    CHECK(lists.weight == std::vector<std::int8_t>{127, -127, -1});
    CHECK(lists.target_scale == std::vector<float>{0, 1, 0, 0, 0});
  }

  TEST_CASE("subnormal weights stay in range") {
    const float tiny = std::numeric_limits<float>::denorm_min();
    const QuantizedNeighborLists lists = quantize_neighbors({{0, 0, 1, 2}, {0, 1}, {tiny * 190, tiny}});
    CHECK(lists.weight == std::vector<std::int8_t>{127});
  }

  TEST_CASE("no weights make no lists") {
    CHECK(quantize_neighbors({}).n_items() == 0);
    CHECK(quantize_neighbors({{0, 0, 0}, {}, {}}).begin == std::vector<std::uint64_t>{0, 0, 0});
  }
}
