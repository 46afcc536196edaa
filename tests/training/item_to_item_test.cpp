#include "training/item_to_item.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "reference.h"

using namespace pocketrec;

namespace {

ItemToItemOptions item_to_item_options(unsigned neighbors) {
  ItemToItemOptions options;
  options.neighbors = neighbors;
  options.threads = 2;
  return options;
}

std::vector<ItemIndex> sources(const SparseWeights& weights, std::size_t target) {
  const auto view = weights.sources_of(target);
  return {view.begin(), view.end()};
}

// The kept sources have the largest |weight| of the textbook's; `slack` for what rounding may swap.
void check_largest(const SparseWeights& weights, const test::DenseItemToItem& dense, std::size_t neighbors,
                   double slack) {
  for (std::size_t target = 0; target < weights.n_targets(); ++target) {
    const std::vector<ItemIndex> kept = sources(weights, target);
    CHECK(kept.size() == neighbors);
    CHECK(std::is_sorted(kept.begin(), kept.end()));
    double smallest_kept = 1e9;
    double largest_left = 0;
    for (ItemIndex source = 0; source < weights.n_targets(); ++source) {
      const double weight = std::fabs(dense.weights.at(source, target));
      if (std::binary_search(kept.begin(), kept.end(), source)) {
        smallest_kept = std::min(smallest_kept, weight);
        CHECK(source != target);
      } else {
        largest_left = std::max(largest_left, weight);
      }
    }
    CHECK(smallest_kept >= largest_left - slack);
  }
}

void check_refitted(const SparseWeights& weights, const test::DenseItemToItem& dense, double ratio, double slack) {
  for (std::size_t target = 0; target < weights.n_targets(); ++target) {
    const std::vector<ItemIndex> kept = sources(weights, target);
    const std::vector<double> expected = dense.refit(target, kept, ratio);
    for (std::size_t i = 0; i < kept.size(); ++i) {
      REQUIRE(weights.weights_of(target)[i] ==
              doctest::Approx(expected[i] * dense.scaling(kept[i], target)).epsilon(slack).scale(0.1));
    }
  }
}

void check_sound(const SparseWeights& weights, std::size_t targets) {
  REQUIRE(weights.n_targets() == targets);
  CHECK(weights.begin.back() == weights.source.size());
  CHECK(weights.source.size() == weights.weight.size());
  for (float weight : weights.weight) CHECK(std::isfinite(weight));
}

}  // namespace

TEST_SUITE("item-to-item training") {
  TEST_CASE("a target that is solved on all other items has the textbook's weights") {
    const InteractionMatrix matrix = test::random_matrix(300, 40, 8000, 23);
    for (unsigned ratio : {1U, 2U}) {
      ItemToItemOptions options = item_to_item_options(39);
      options.candidate_ratio = ratio;
      options.refit_ratio = 1;
      const test::DenseItemToItem dense(matrix, options);
      const auto weights = train_item_to_item(matrix, options);
      REQUIRE(weights);
      check_sound(*weights, 40);
      REQUIRE(weights->source.size() == 40 * 39);
      for (std::size_t target = 0; target < 40; ++target) {
        const std::vector<ItemIndex> kept = sources(*weights, target);
        for (std::size_t i = 0; i < kept.size(); ++i) {
          const double expected = dense.weights.at(kept[i], target) * dense.scaling(kept[i], target);
          REQUIRE(weights->weights_of(target)[i] == doctest::Approx(expected).epsilon(1e-4).scale(0.1));
        }
      }
    }
  }

  TEST_CASE("sources are the textbook's when all items are candidates") {
    const InteractionMatrix matrix = test::random_matrix(300, 40, 8000, 23);  // any two items share a user
    ItemToItemOptions options = item_to_item_options(10);
    options.candidate_ratio = 4;
    const auto weights = train_item_to_item(matrix, options);
    REQUIRE(weights);
    check_largest(*weights, test::DenseItemToItem(matrix, options), 10, 1e-6);
    options.candidate_ratio = 1;
    const auto unweighed = train_item_to_item(matrix, options);
    CHECK(unweighed->source.size() == 40 * 10);
    CHECK(unweighed->source != weights->source);
  }

  TEST_CASE("a target is solved on the sources it kept") {
    const InteractionMatrix matrix = test::random_matrix(330, 290, 6000, 24);
    ItemToItemOptions options = item_to_item_options(30);
    options.user_exponent = 0.5;
    options.item_exponent = 0.1;
    options.refit_ratio = 0.3;
    const auto weights = train_item_to_item(matrix, options);
    REQUIRE(weights);
    check_sound(*weights, 290);
    check_refitted(*weights, test::DenseItemToItem(matrix, options), 0.3, 1e-4);
  }

  TEST_CASE("any number of threads gives the same bytes") {
    const InteractionMatrix matrix = test::random_matrix(400, 350, 8000, 25);
    ItemToItemOptions options = item_to_item_options(25);
    options.threads = 1;
    const auto one = train_item_to_item(matrix, options);
    REQUIRE(one);
    for (unsigned threads : {2U, 3U}) {
      options.threads = threads;
      const auto other = train_item_to_item(matrix, options);
      REQUIRE(other);
      CHECK(*one == *other);
    }
  }

  TEST_CASE("memory for all products changes nothing but the time") {
    const InteractionMatrix matrix = test::random_matrix(400, 350, 9000, 26);
    ItemToItemOptions options = item_to_item_options(25);
    const auto plan = plan_item_to_item(interaction_shape(matrix), options);
    CHECK(plan->form == ProductForm::tiles);
    const auto roomy = train_item_to_item(matrix, options);
    options.memory_budget_bytes = plan->bytes - 1;
    CHECK(!plan_item_to_item(interaction_shape(matrix), options)->form);
    const auto tight = train_item_to_item(matrix, options);
    REQUIRE(roomy);
    CHECK(*roomy == *tight);
  }

  TEST_CASE("every x86-64 gives these bytes") {
    const InteractionMatrix matrix = test::random_matrix(300, 280, 5000, 27);
    ItemToItemOptions options = item_to_item_options(20);
    options.user_exponent = 0.3;
    options.item_exponent = 0.15;
    CHECK(test::checksum(*train_item_to_item(matrix, options)) == 0x202F1319A7ACB52EU);
  }

  TEST_CASE("items and users without interactions change nothing for the others") {
    const InteractionMatrix dense = test::random_matrix(60, 30, 500, 28);
    std::vector<UserItem> spread;
    for (std::uint32_t user = 0; user < 60; ++user) {
      for (ItemIndex item : dense.items_of(user)) spread.push_back({user * 2 + 1, item * 3 + 2});
    }
    const auto sparse = make_interaction_matrix(spread, 150, 100);
    REQUIRE(sparse);
    const auto expected = train_item_to_item(dense, item_to_item_options(10));
    const auto weights = train_item_to_item(*sparse, item_to_item_options(10));
    REQUIRE(weights);
    check_sound(*weights, 100);
    CHECK(weights->weight == expected->weight);
    for (std::size_t item = 0; item < 30; ++item) {
      std::vector<ItemIndex> moved = sources(*expected, item);
      for (ItemIndex& source : moved) source = source * 3 + 2;
      CHECK(sources(*weights, item * 3 + 2) == moved);
    }
    CHECK(weights->sources_of(0).empty());
    CHECK(weights->sources_of(99).empty());
  }

  TEST_CASE("the smallest problems have sound results") {
    const auto train = [](std::vector<UserItem> pairs, std::uint32_t users, std::uint32_t items) {
      const auto weights =
          train_item_to_item(*make_interaction_matrix(std::move(pairs), users, items), item_to_item_options(200));
      REQUIRE(weights);
      check_sound(*weights, items);
      return *weights;
    };
    CHECK(train({}, 0, 0).source.empty());
    CHECK(train({}, 3, 2).source.empty());
    CHECK(train({{0, 0}}, 1, 1).source.empty());
    CHECK(train({{0, 0}, {1, 0}, {2, 0}}, 3, 1).source.empty());
    CHECK(train({{0, 0}, {1, 1}}, 2, 2).source.empty());
    const SparseWeights pair = train({{0, 0}, {0, 1}}, 1, 2);
    CHECK(pair.source == std::vector<ItemIndex>{1, 0});
    // One user with two items, a = b = ¼: X̃ᵀX̃ is 2^(−½) everywhere, λ/2 is 5/2 of that; w = 1 / (1 + 5/2).
    CHECK(pair.weight[0] == doctest::Approx(2.0 / 7));
    CHECK(pair.weight[1] == pair.weight[0]);
  }

  TEST_CASE("a matrix without a trace of independence stays finite under a tiny ridge") {
    std::vector<UserItem> pairs;
    for (std::uint32_t user = 0; user < 50; ++user) {
      for (ItemIndex item = 0; item < 30; ++item) pairs.push_back({user, item});
    }
    const InteractionMatrix matrix = *make_interaction_matrix(pairs, 50, 30);
    ItemToItemOptions options = item_to_item_options(29);
    options.regularization = 1e-6;
    const auto weights = train_item_to_item(matrix, options);
    REQUIRE(weights);
    check_sound(*weights, 30);
  }

  TEST_CASE("a matrix that breaks its invariants is refused") {
    InteractionMatrix matrix{{0, 1}, {7}, 3};
    const auto weights = train_item_to_item(matrix, {});
    REQUIRE(!weights);
    CHECK(weights.error().code == ErrorCode::invalid_input);
  }

  TEST_CASE("progress runs to the end of each stage's steps") {
    const InteractionMatrix matrix = test::random_matrix(100, 60, 800, 29);
    ItemToItemOptions options = item_to_item_options(10);
    options.threads = 1;
    std::vector<std::string> finished;
    options.progress = [&](std::string_view stage, std::size_t done, std::size_t total) {
      CHECK(done <= total);
      if (done == total) finished.emplace_back(stage);
    };
    REQUIRE(train_item_to_item(matrix, options));
    CHECK(finished == std::vector<std::string>{"co-occurrence", "picking candidates", "weighing candidates", "refit"});
  }
}
