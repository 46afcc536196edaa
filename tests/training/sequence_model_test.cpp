#include "training/sequence_model.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "random_sequences.h"

using namespace pocketrec;
using test::DenseSequenceSums;
using test::random_sequences;

namespace {

const std::vector<TimeScale> kTwoScales = {{1, 3}, {4, 12}};

SequenceModelOptions sequence_options(unsigned neighbors) {
  SequenceModelOptions options;
  options.scales = kTwoScales;
  options.neighbors = neighbors;
  options.threads = 2;
  return options;
}

ItemSequences some_sequences(std::uint64_t seed, std::uint32_t items, std::size_t count, std::size_t longest = 25) {
  std::mt19937_64 random(seed);
  return random_sequences(random, items, count, longest);
}

/// x of A x = b for a symmetric, positive definite A: Cholesky as in the textbook.
std::vector<double> solve(const test::Square& a, std::vector<double> b) {
  const std::size_t n = a.size;
  test::Square lower(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = a.at(i, j);
      for (std::size_t k = 0; k < j; ++k) sum -= lower.at(i, k) * lower.at(j, k);
      lower.at(i, j) = i == j ? std::sqrt(sum) : sum / lower.at(j, j);
    }
  }
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < i; ++k) b[i] -= lower.at(i, k) * b[k];
    b[i] /= lower.at(i, i);
  }
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) b[i] -= lower.at(k, i) * b[k];
    b[i] /= lower.at(i, i);
  }
  return b;
}

/// The model in doubles, for a target and the features that it is solved on.
struct Reference {
  Reference(const ItemSequences& sequences, const SequenceModelOptions& chosen)
      : options(chosen), sums(sequences, chosen.scales) {
    double count = 0;
    for (std::size_t feature = 0; feature < sums.products.size; ++feature) {
      mean += sums.products.at(feature, feature);
      count += sums.products.at(feature, feature) > 0 ? 1 : 0;
    }
    mean /= count;
  }

  /// Features that come before the target somewhere.
  std::vector<std::uint32_t> seen_before(std::size_t target) const {
    std::vector<std::uint32_t> features;
    for (std::uint32_t feature = 0; feature < sums.products.size; ++feature) {
      if (sums.target_sum(target, feature) > 1e-6) features.push_back(feature);
    }
    return features;
  }

  std::vector<double> weights(std::size_t target, const std::vector<std::uint32_t>& features, double ratio) const {
    test::Square ridged(features.size());
    std::vector<double> right;
    for (std::size_t p = 0; p < features.size(); ++p) {
      for (std::size_t q = 0; q < features.size(); ++q) ridged.at(p, q) = sums.products.at(features[p], features[q]);
      ridged.at(p, p) += ratio * options.regularization * std::sqrt(ridged.at(p, p) * mean);
      right.push_back(sums.target_sum(target, features[p]));
    }
    return solve(ridged, right);
  }

  SequenceModelOptions options;
  DenseSequenceSums sums;
  double mean = 0;
};

/// Features of a target in the weights of all scales.
std::vector<std::uint32_t> features_of(const std::vector<SparseWeights>& model, std::size_t target) {
  std::vector<std::uint32_t> features;
  for (std::size_t scale = 0; scale < model.size(); ++scale) {
    for (const ItemIndex source : model[scale].sources_of(target)) {
      features.push_back(static_cast<std::uint32_t>(scale * model[scale].n_targets() + source));
    }
  }
  return features;
}

std::vector<float> weights_of(const std::vector<SparseWeights>& model, std::size_t target) {
  std::vector<float> weights;
  for (const SparseWeights& scale : model) {
    weights.insert(weights.end(), scale.weights_of(target).begin(), scale.weights_of(target).end());
  }
  return weights;
}

void check_sound(const std::vector<SparseWeights>& model, std::size_t scales, std::size_t targets) {
  REQUIRE(model.size() == scales);
  for (const SparseWeights& weights : model) {
    REQUIRE(weights.n_targets() == targets);
    CHECK(weights.begin.back() == weights.source.size());
    REQUIRE(weights.source.size() == weights.weight.size());
    for (const float weight : weights.weight) CHECK(std::isfinite(weight));
    for (std::size_t target = 0; target < targets; ++target) {
      const auto sources = weights.sources_of(target);
      CHECK(std::is_sorted(sources.begin(), sources.end()));
      CHECK(std::adjacent_find(sources.begin(), sources.end()) == sources.end());
    }
  }
}

void check_weights(const std::vector<SparseWeights>& model, const Reference& reference, std::size_t target) {
  const auto features = features_of(model, target);
  const auto expected = reference.weights(target, features, reference.options.refit_ratio);
  const auto weights = weights_of(model, target);
  for (std::size_t p = 0; p < features.size(); ++p) {
    CHECK(static_cast<double>(weights[p]) == doctest::Approx(expected[p]).epsilon(2e-3).scale(0.05));
  }
}

std::string refusal(const SequenceModelOptions& options, const ItemSequences& sequences = some_sequences(3, 5, 10)) {
  const auto model = train_sequence_model(sequences, options);
  if (model) return "no error";
  const auto plan = plan_sequence_model(sequences, options);
  REQUIRE_FALSE(plan);
  CHECK(model.error().code == ErrorCode::invalid_input);
  CHECK(plan.error().message == model.error().message);
  return model.error().message;
}

}  // namespace

TEST_SUITE("sequence model") {
  TEST_CASE("a target with room for all features has the weights of a dense ridge regression") {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      CAPTURE(seed);
      const auto items = static_cast<std::uint32_t>(4 + seed);
      const ItemSequences sequences = some_sequences(seed, items, 40);
      SequenceModelOptions options = sequence_options(2 * items);
      options.candidate_ratio = 1 + static_cast<unsigned>(seed % 2);
      options.refit_ratio = seed % 3 == 0 ? 1 : 0.5;
      const auto model = train_sequence_model(sequences, options);
      REQUIRE(model);
      check_sound(*model, 2, items);
      const Reference reference(sequences, options);
      for (std::size_t target = 0; target < items; ++target) {
        CAPTURE(target);
        CHECK(features_of(*model, target) == reference.seen_before(target));
        check_weights(*model, reference, target);
      }
    }
  }

  TEST_CASE("a target keeps the features that weigh most, of all scales together, and is solved again on them") {
    for (std::uint64_t seed = 21; seed <= 24; ++seed) {
      CAPTURE(seed);
      const ItemSequences sequences = some_sequences(seed, 30, 150);
      SequenceModelOptions options = sequence_options(7);
      options.candidate_ratio = 16;  // all 60 features are candidates
      const auto model = train_sequence_model(sequences, options);
      REQUIRE(model);
      check_sound(*model, 2, 30);
      const Reference reference(sequences, options);
      for (std::size_t target = 0; target < 30; ++target) {
        CAPTURE(target);
        const auto kept = features_of(*model, target);
        const auto all = reference.seen_before(target);
        REQUIRE(kept.size() == std::min<std::size_t>(7, all.size()));
        const auto weights = reference.weights(target, all, 1);
        double least_kept = HUGE_VAL;
        double most_left = 0;
        for (std::size_t p = 0; p < all.size(); ++p) {
          const double size = std::fabs(weights[p]) * std::sqrt(reference.sums.products.at(all[p], all[p]));
          if (std::binary_search(kept.begin(), kept.end(), all[p])) {
            least_kept = std::min(least_kept, size);
          } else {
            most_left = std::max(most_left, size);
          }
        }
        CHECK(least_kept >= most_left - 1e-3);
        check_weights(*model, reference, target);
      }
    }
  }

  TEST_CASE("products as a matrix and as lists give the same bytes") {
    // 3 · 85 features just fit a tile, with one item more they need three; items without events change nothing.
    ItemSequences sequences = some_sequences(31, 85, 400);
    SequenceModelOptions options = sequence_options(40);
    options.scales = default_time_scales();
    const auto as_matrix = plan_sequence_model(sequences, options);
    REQUIRE(as_matrix);
    CHECK(as_matrix->form == ProductForm::tiles);
    CHECK(as_matrix->text.find("as a matrix") != std::string::npos);
    const auto dense = train_sequence_model(sequences, options);
    REQUIRE(dense);
    sequences.n_items = 86;
    const auto as_lists = plan_sequence_model(sequences, options);
    REQUIRE(as_lists);
    CHECK(as_lists->form == ProductForm::upper_lists);
    CHECK(as_lists->text.find("as lists") != std::string::npos);
    auto listed = train_sequence_model(sequences, options);
    REQUIRE(listed);
    check_sound(*listed, 3, 86);
    for (SparseWeights& weights : *listed) {
      CHECK(weights.sources_of(85).empty());
      weights.begin.pop_back();
    }
    CHECK(*listed == *dense);
  }

  TEST_CASE("any number of threads and any order of the sequences give the same bytes") {
    for (std::uint64_t seed : {41U, 42U}) {
      CAPTURE(seed);
      ItemSequences sequences = some_sequences(seed, 60, 150);
      SequenceModelOptions options = sequence_options(12);
      options.threads = 1;
      const auto one = train_sequence_model(sequences, options);
      REQUIRE(one);
      std::vector<std::size_t> order(sequences.size());
      std::iota(order.begin(), order.end(), 0U);
      std::mt19937_64 random(seed);
      for (const unsigned threads : {2U, 4U}) {
        options.threads = threads;
        CHECK(*train_sequence_model(sequences, options) == *one);
        std::shuffle(order.begin(), order.end(), random);
        ItemSequences shuffled;
        shuffled.n_items = sequences.n_items;
        for (const std::size_t s : order) {
          shuffled.item.insert(shuffled.item.end(), sequences[s].begin(), sequences[s].end());
          shuffled.begin.push_back(shuffled.item.size());
        }
        CHECK(*train_sequence_model(shuffled, options) == *one);
      }
    }
  }

  TEST_CASE("every x86-64 gives these bytes") {
    SequenceModelOptions options = sequence_options(15);
    options.regularization = 0.4;
    options.candidate_ratio = 2;
    options.refit_ratio = 0.5;
    const auto model = train_sequence_model(some_sequences(51, 70, 200), options);
    REQUIRE(model);
    CHECK(test::checksum((*model)[0]) == 0x8E15BF64BAF13461U);
    CHECK(test::checksum((*model)[1]) == 0x8463A894C18BD6AAU);
  }

  TEST_CASE("a target may be its own source") {
    ItemSequences sequences;
    sequences.n_items = 2;
    sequences.item = {1, 1, 1};
    sequences.begin = {0, 3};
    SequenceModelOptions options = sequence_options(5);
    options.scales = {{1, 1}};
    const auto model = train_sequence_model(sequences, options);
    REQUIRE(model);
    check_sound(*model, 1, 2);
    CHECK(model->front().sources_of(0).empty());
    REQUIRE(features_of(*model, 1) == std::vector<std::uint32_t>{1});
    // Two positions with a feature of 1: 2 / (2 + ½ · 0.4 · √(2 · 2)).
    CHECK(model->front().weight[0] == doctest::Approx(2 / 2.4));
  }

  TEST_CASE("data without anything that follows have no weights") {
    ItemSequences sequences;
    const auto train = [&] {
      const auto model = train_sequence_model(sequences, sequence_options(5));
      REQUIRE(model);
      check_sound(*model, 2, sequences.n_items);
      for (const SparseWeights& weights : *model) CHECK(weights.source.empty());
    };
    train();
    sequences.n_items = 3;
    train();
    sequences.item = {2, 0};
    sequences.begin = {0, 1, 1, 2};
    train();
  }

  TEST_CASE("the smallest ridge leaves finite weights where features are the same") {
    ItemSequences sequences;
    sequences.n_items = 4;
    for (int repeat = 0; repeat < 20; ++repeat) {
      sequences.item.insert(sequences.item.end(), {0, 1, 2, 3});
      sequences.begin.push_back(sequences.item.size());
    }
    SequenceModelOptions options = sequence_options(100);
    options.scales = {{1e6, 4000}, {1e6, 4000}, {1e-3, 1}, {1e6, 3}};
    options.regularization = 1e-6;
    options.refit_ratio = 1e-6;
    const auto model = train_sequence_model(sequences, options);
    REQUIRE(model);
    check_sound(*model, 4, 4);
  }

  TEST_CASE("options out of range are refused with the range") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto with = [](auto change) {
      SequenceModelOptions options = sequence_options(5);
      change(options);
      return refusal(options);
    };
    CHECK(with([](auto& o) { o.scales.clear(); }) == "sequence model options: expected 1 to 4 time scales, got 0");
    CHECK(with([](auto& o) { o.scales.resize(5); }) == "sequence model options: expected 1 to 4 time scales, got 5");
    for (const double scale : {0.0, -1.0, 1e7, nan}) {
      CHECK(with([=](auto& o) {
              o.scales[1].scale = scale;
            }).find("sequence model options: expected scale from 1e-06 to 1e+06, got ") == 0);
    }
    CHECK(with([](auto& o) { o.scales[1].window = 0; }) ==
          "sequence model options: expected window from 1 to 4000, got 0");
    CHECK(with([](auto& o) { o.scales[0].window = 4001; }) ==
          "sequence model options: expected window from 1 to 4000, got 4001");
    for (const double value : {0.0, -1.0, 1e-7, 2e6, nan}) {
      CHECK(with([=](auto& o) {
              o.regularization = value;
            }).find("sequence model options: expected regularization from 1e-06 to 1e+06, got ") == 0);
      CHECK(with([=](auto& o) {
              o.refit_ratio = value;
            }).find("sequence model options: expected refit_ratio from 1e-06 to 1e+06, got ") == 0);
    }
    CHECK(with([](auto& o) { o.regularization = 2e6; }) ==
          "sequence model options: expected regularization from 1e-06 to 1e+06, got 2e+06");
    CHECK(with([](auto& o) { o.neighbors = 0; }) == "sequence model options: expected neighbors from 1 to 4096, got 0");
    CHECK(with([](auto& o) { o.neighbors = 4097; }) ==
          "sequence model options: expected neighbors from 1 to 4096, got 4097");
    CHECK(with([](auto& o) { o.candidate_ratio = 0; }) ==
          "sequence model options: expected candidate_ratio from 1 to 16, got 0");
    CHECK(with([](auto& o) { o.candidate_ratio = 17; }) ==
          "sequence model options: expected candidate_ratio from 1 to 16, got 17");
    CHECK(with([](auto& o) { o.threads = 1025; }) ==
          "sequence model options: expected threads from 0 to 1024, got 1025");
  }

  TEST_CASE("items outside the catalogue are refused") {
    ItemSequences sequences;
    sequences.n_items = 4;
    sequences.item = {3, 4};
    sequences.begin = {0, 2};
    CHECK(refusal(sequence_options(5), sequences) == "sequence model: expected items below 4, got 4");
  }

  TEST_CASE("a memory budget that is too small is refused with what is needed") {
    const ItemSequences sequences = some_sequences(61, 200, 300);
    SequenceModelOptions options = sequence_options(20);
    const auto plan = plan_sequence_model(sequences, options);
    REQUIRE(plan);
    options.memory_budget_bytes = plan->bytes;
    CHECK(refusal(options, sequences) == "no error");
    options.memory_budget_bytes = plan->bytes - 1;
    CHECK(refusal(options, sequences) == "sequence model: expected at most " +
                                             std::to_string((plan->bytes - 1) / 1'000'000) + " MB, got " + plan->text);
  }

  TEST_CASE("progress runs to the end of each stage's steps") {
    SequenceModelOptions options = sequence_options(5);
    options.threads = 1;
    std::vector<std::string> finished;
    options.progress = [&](std::string_view stage, std::size_t done, std::size_t total) {
      CHECK(done <= total);
      if (done == total) finished.emplace_back(stage);
    };
    REQUIRE(train_sequence_model(some_sequences(71, 40, 20), options));
    CHECK(finished == std::vector<std::string>{"sequence products", "sequence model"});
  }
}
