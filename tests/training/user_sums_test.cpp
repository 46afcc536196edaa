#include "training/user_sums.h"

#include <doctest/doctest.h>

#include <memory>
#include <random>

#include "random_sequences.h"
#include "reference.h"
#include "training/item_to_item.h"
#include "training/sequence_model.h"

using namespace pocketrec;

namespace {

/// Interactions and sequences of the same users, whole and in three parts of which the last is empty.
struct Parts {
  explicit Parts(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    sequences = test::random_sequences(random, 70, 90, 20);
    for (ItemSequences& part : part_sequences) part.n_items = 70;
    for (std::size_t user = 0; user < sequences.size(); ++user) {
      ItemSequences& part = part_sequences[user % 2];
      part.item.insert(part.item.end(), sequences[user].begin(), sequences[user].end());
      part.begin.push_back(part.item.size());
    }
    matrix = matrix_of(sequences);
    for (std::size_t part = 0; part < 3; ++part) {
      sums.push_back(std::make_unique<UserSums>(matrix_of(part_sequences[part]), 0.25, part_sequences[part], scales));
      parts.push_back(sums.back().get());
    }
  }

  static InteractionMatrix matrix_of(const ItemSequences& sequences) {
    std::vector<UserItem> pairs;
    for (std::uint32_t user = 0; user < sequences.size(); ++user) {
      for (const ItemIndex item : sequences[user]) pairs.push_back({user, item});
    }
    return *make_interaction_matrix(pairs, static_cast<std::uint32_t>(sequences.size()), sequences.n_items);
  }

  std::vector<TimeScale> scales = {{1, 4}, {6, 30}};
  ItemSequences sequences;
  ItemSequences part_sequences[3];
  InteractionMatrix matrix;
  std::vector<std::unique_ptr<UserSums>> sums;
  std::vector<const CountedSums*> parts;
};

}  // namespace

TEST_SUITE("user sums") {
  TEST_CASE("models from the sums of parts have the bytes of those from all users") {
    for (std::uint64_t seed : {5U, 6U}) {
      CAPTURE(seed);
      const Parts parts(seed);
      const AddedSums counted(parts.parts);
      ItemToItemOptions options;
      options.neighbors = 12;
      const auto weights = train_item_to_item(parts.matrix, options);
      const auto from_parts = train_item_to_item(parts.matrix, options, &counted);
      REQUIRE(weights);
      REQUIRE(from_parts);
      CHECK(*weights == *from_parts);
      CHECK(!weights->source.empty());

      SequenceModelOptions sequence_options;
      sequence_options.scales = parts.scales;
      sequence_options.neighbors = 12;
      const auto model = train_sequence_model(parts.sequences, sequence_options);
      const auto model_from_parts = train_sequence_model(parts.sequences, sequence_options, &counted);
      REQUIRE(model);
      REQUIRE(model_from_parts);
      CHECK(*model == *model_from_parts);
    }
  }

  TEST_CASE("counted products are kept in either form") {
    ItemToItemOptions options;
    options.neighbors = 12;
    ItemSequences none;
    const std::vector<TimeScale> scales = {{1, 4}};
    for (const std::uint32_t items : {150U, 512U}) {
      CAPTURE(items);
      const InteractionMatrix matrix = test::random_matrix(400, items, 18'000, 11);
      none.n_items = items;
      const UserSums counted(matrix, 0.25, none, scales);
      const auto plan = plan_item_to_item(interaction_shape(matrix), options, true);
      REQUIRE(plan);
      // A tile of 256 × 256 is mostly empty with 150 items.
      CHECK(plan->form == (items == 150 ? ProductForm::full_lists : ProductForm::tiles));
      CHECK(*train_item_to_item(matrix, options, &counted) == *train_item_to_item(matrix, options));
    }
  }

  TEST_CASE("rows ascend, and are as long as their shape says") {
    const Parts parts(7);
    for (const SumKind kind : kSumKinds) {
      const SumShape shape = sum_shape(kind, 70, 2);
      std::size_t summands = 0;
      for (std::uint32_t row = 0; row < shape.rows; ++row) {
        std::int64_t last = -1;
        parts.sums[0]->read_row(kind, row, [&](std::uint32_t index, std::int64_t summand) {
          CHECK(index > last);
          CHECK(index < shape.entries);
          CHECK(summand > 0);
          last = index;
          ++summands;
        });
      }
      CHECK(summands > 100);
    }
  }
}
