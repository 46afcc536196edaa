#include "training/sequence_model.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <optional>

#include "training/float_buffer.h"
#include "training/largest_numbers.h"
#include "training/parallel_tiles.h"
#include "training/symmetric_solver.h"
#include "training/symmetric_tiles.h"

namespace pocketrec {
namespace {

constexpr std::size_t kRowsOfPiece = 32;
constexpr std::size_t kTargetsOfPiece = 4;

Result<void> check_options(const SequenceModelOptions& options) {
  if (options.scales.empty() || options.scales.size() > 4) {
    return Error{ErrorCode::invalid_input,
                 "sequence model options: expected 1 to 4 time scales, got " + std::to_string(options.scales.size())};
  }
  OptionCheck check("sequence model");
  for (const TimeScale& scale : options.scales) {
    check.in_range("scale", scale.scale, 1e-6, 1e6).in_range("window", scale.window, 1, 4000);
  }
  return check.in_range("regularization", options.regularization, 1e-6, 1e6)
      .in_range("refit_ratio", options.refit_ratio, 1e-6, 1e6)
      .in_range("neighbors", options.neighbors, 1, 4096)
      .in_range("candidate_ratio", options.candidate_ratio, 1, 16)
      .threads(options.threads)
      .result();
}

float real(std::int64_t sum) {
  return static_cast<float>(std::ldexp(static_cast<double>(sum), -kSequenceFractionBits));
}

/// FᵀF, for reading the products among a few features: as one matrix, or as the entries of each row that are not 0.
class FeatureProducts {
 public:
  FeatureProducts(const SequenceProducts& sums, bool dense, unsigned workers, const TileReport& report)
      : features_(sums.n_features()), diagonal_(sums.n_features(), 0.0F) {
    if (dense) {
      tiles_.emplace(features_);
    } else {
      rows_.resize(features_);
    }
    std::vector<SumRow> scratch(workers, SumRow(features_));
    for_each_tile(
        workers, steps_of(features_, kRowsOfPiece),
        [&](std::size_t piece, unsigned worker) {
          const std::size_t end = std::min(features_, (piece + 1) * kRowsOfPiece);
          for (std::size_t row = piece * kRowsOfPiece; row < end; ++row) {
            sums.feature_row(static_cast<std::uint32_t>(row), scratch[worker]);
            store(row, scratch[worker]);
          }
        },
        report);
  }

  float diagonal(std::size_t feature) const { return diagonal_[feature]; }

  /// out[p · stride + q] = product of features[p] and features[q] for p ≤ q. Precondition: features ascend.
  /// place: one zero a feature, and again so afterwards.
  void among(std::span<const std::uint32_t> features, float* out, std::size_t stride,
             std::vector<std::uint32_t>& place) const {
    const std::size_t count = features.size();
    if (tiles_) {
      for (std::size_t p = 0; p < count; ++p) {
        for (std::size_t q = p; q < count; ++q) out[p * stride + q] = tiles_->at(features[p], features[q]);
      }
      return;
    }
    for (std::size_t p = 0; p < count; ++p) place[features[p]] = static_cast<std::uint32_t>(p + 1);
    for (std::size_t p = 0; p < count; ++p) {
      std::fill(out + p * stride + p, out + p * stride + count, 0.0F);
      for (const Entry& entry : rows_[features[p]]) {
        if (place[entry.feature] != 0) out[p * stride + place[entry.feature] - 1] = entry.value;
      }
    }
    for (const std::uint32_t feature : features) place[feature] = 0;
  }

 private:
  struct Entry {
    std::uint32_t feature;
    float value;
  };

  void store(std::size_t row, const SumRow& sums) {
    constexpr std::size_t kSide = SymmetricTiles::kSide;
    diagonal_[row] = real(sums[row]);
    if (!tiles_) rows_[row].reserve(sums.touched().size());
    for (const std::uint32_t column : sums.touched()) {
      if (tiles_) {
        tiles_->tile(row / kSide, column / kSide)[row % kSide * kSide + column % kSide] = real(sums[column]);
      } else {
        rows_[row].push_back({column, real(sums[column])});
      }
    }
  }

  std::size_t features_;
  std::vector<float> diagonal_;
  std::optional<SymmetricTiles> tiles_;
  std::vector<std::vector<Entry>> rows_;
};

struct Scratch {
  SumRow sums;
  FloatBuffer system;
  std::vector<std::uint32_t> place;
  std::vector<std::uint64_t> keys;
  std::vector<std::uint32_t> features;
  std::vector<float> weights;
};

/// The features and weights of one target.
struct Solution {
  std::vector<std::uint32_t> features;
  std::vector<float> weights;
};

class Trainer {
 public:
  Trainer(const ItemSequences& sequences, const SequenceModelOptions& options, bool dense)
      : options_(options),
        sums_(sequences, options.scales),
        workers_(worker_count(options.threads)),
        products_(sums_, dense, workers_,
                  stage_report(options.progress, "sequence products", steps_of(sums_.n_features(), kRowsOfPiece))) {
    double total = 0;
    std::size_t count = 0;
    for (std::size_t feature = 0; feature < sums_.n_features(); ++feature) {
      if (products_.diagonal(feature) == 0) continue;
      total += static_cast<double>(products_.diagonal(feature));
      ++count;
    }
    mean_ = count == 0 ? 1 : total / static_cast<double>(count);
  }

  std::vector<SparseWeights> train() {
    const std::size_t n = sums_.n_items();
    const std::size_t most =
        std::min<std::size_t>(sums_.n_features(), std::size_t{options_.neighbors} * options_.candidate_ratio);
    std::vector<Scratch> scratch;
    for (unsigned worker = 0; worker < workers_; ++worker) {
      scratch.push_back({SumRow(sums_.n_features()),
                         FloatBuffer((most + 1) * padded_columns(most + 1)),
                         std::vector<std::uint32_t>(sums_.n_features(), 0),
                         {},
                         {},
                         {}});
    }
    std::vector<Solution> solutions(n);
    for_each_tile(
        workers_, steps_of(n, kTargetsOfPiece),
        [&](std::size_t piece, unsigned worker) {
          const std::size_t end = std::min(n, (piece + 1) * kTargetsOfPiece);
          for (std::size_t target = piece * kTargetsOfPiece; target < end; ++target) {
            solutions[target] = solve_target(static_cast<ItemIndex>(target), scratch[worker]);
          }
        },
        stage_report(options_.progress, "sequence model", steps_of(n, kTargetsOfPiece)));
    return by_scale(solutions);
  }

 private:
  float ridge(std::size_t feature) const {
    return static_cast<float>(options_.regularization *
                              std::sqrt(static_cast<double>(products_.diagonal(feature)) * mean_));
  }

  /// Weights of scratch.features for the target whose sums are in scratch.sums.
  void solve(double ridge_ratio, Scratch& scratch) const {
    const std::size_t size = scratch.features.size();
    const std::size_t stride = padded_columns(size + 1);
    float* const system = scratch.system.data();
    std::fill_n(system, size * stride, 0.0F);
    products_.among(scratch.features, system, stride, scratch.place);
    float least = HUGE_VALF;
    for (std::size_t p = 0; p < size; ++p) {
      const auto own = static_cast<float>(ridge_ratio) * ridge(scratch.features[p]);
      least = std::min(least, own);
      system[p * stride + p] += own;
      system[p * stride + size] = real(scratch.sums[scratch.features[p]]);
    }
    scratch.weights.resize(size);
    if (size > 0) solve_symmetric(system, stride, size, least, scratch.weights.data());
  }

  Solution solve_target(ItemIndex target, Scratch& scratch) const {
    sums_.target_row(target, scratch.sums);
    scratch.keys.clear();
    for (const std::uint32_t feature : scratch.sums.touched()) {
      // A feature that is only ever seen by its last position has no product and no ridge.
      if (products_.diagonal(feature) == 0) continue;
      const float norm = std::sqrt(products_.diagonal(feature) + ridge(feature));
      scratch.keys.push_back(magnitude_key(real(scratch.sums[feature]) / norm, feature));
    }
    take_largest(scratch.keys, std::size_t{options_.neighbors} * options_.candidate_ratio, scratch.features);
    solve(1, scratch);
    scratch.keys.clear();
    for (std::size_t p = 0; p < scratch.features.size(); ++p) {
      const std::uint32_t feature = scratch.features[p];
      scratch.keys.push_back(magnitude_key(scratch.weights[p] * std::sqrt(products_.diagonal(feature)), feature));
    }
    take_largest(scratch.keys, options_.neighbors, scratch.features);
    solve(options_.refit_ratio, scratch);
    return {scratch.features, scratch.weights};
  }

  std::vector<SparseWeights> by_scale(const std::vector<Solution>& solutions) const {
    std::vector<SparseWeights> result(sums_.n_scales());
    for (const Solution& solution : solutions) {
      for (std::size_t p = 0; p < solution.features.size(); ++p) {
        SparseWeights& weights = result[solution.features[p] / sums_.n_items()];
        weights.source.push_back(static_cast<ItemIndex>(solution.features[p] % sums_.n_items()));
        weights.weight.push_back(solution.weights[p]);
      }
      for (SparseWeights& weights : result) weights.begin.push_back(weights.source.size());
    }
    return result;
  }

  SequenceModelOptions options_;
  SequenceProducts sums_;
  unsigned workers_;
  FeatureProducts products_;
  double mean_ = 1;
};

}  // namespace

std::vector<TimeScale> default_time_scales() {
  return {{1, 4}, {5, 25}, {30, 150}};
}

Result<SequenceModelPlan> plan_sequence_model(const ItemSequences& sequences, const SequenceModelOptions& options) {
  if (auto ok = check_options(options); !ok) return ok.error();
  for (const ItemIndex item : sequences.item) {
    if (item >= sequences.n_items) {
      return Error{ErrorCode::invalid_input, "sequence model: expected items below " +
                                                 std::to_string(sequences.n_items) + ", got " + std::to_string(item)};
    }
  }
  const std::uint64_t features = std::uint64_t{sequences.n_items} * options.scales.size();
  const std::uint64_t entries = SequenceProducts(sequences, options.scales).most_entries();
  const std::uint64_t dense = SymmetricTiles::bytes(features);
  const std::uint64_t listed = std::min(entries, features * (features + 1) / 2) * 8 + features * 24;
  const std::uint64_t width = std::min<std::uint64_t>(features, options.neighbors * options.candidate_ratio) + 1;
  const std::uint64_t kept = std::min<std::uint64_t>(features, options.neighbors);
  SequenceModelPlan plan;
  plan.dense = dense <= listed;
  plan.bytes = std::min(dense, listed) + 8 * sequences.item.size() + 16 * kept * sequences.n_items +
               worker_count(options.threads) * (12 * features + 4 * width * width);
  plan.text = std::to_string(sequences.n_items) + " items, " + std::to_string(options.scales.size()) +
              " time scales, at most " + std::to_string(options.neighbors) + " features a target, " +
              (plan.dense ? "products as a matrix" : "products as lists") + "; about " +
              std::to_string(plan.bytes / 1'000'000 + 1) + " MB";
  if (plan.bytes > options.memory_budget_bytes) {
    return Error{ErrorCode::invalid_input, "sequence model: expected at most " +
                                               std::to_string(options.memory_budget_bytes / 1'000'000) + " MB, got " +
                                               plan.text};
  }
  return plan;
}

Result<std::vector<SparseWeights>> train_sequence_model(const ItemSequences& sequences,
                                                        const SequenceModelOptions& options) {
  const auto plan = plan_sequence_model(sequences, options);
  if (!plan) return plan.error();
  try {
    return Trainer(sequences, options, plan->dense).train();
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::invalid_input, "sequence model: expected memory for " + plan->text + ", got less"};
  }
}

}  // namespace pocketrec
