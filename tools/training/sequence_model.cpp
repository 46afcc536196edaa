#include "training/sequence_model.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <new>

#include "training/largest_numbers.h"
#include "training/parallel_tiles.h"
#include "training/symmetric_solver.h"
#include "training/symmetric_tiles.h"

namespace pocketrec {
namespace {

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

float product_of(std::int64_t sum) {
  return static_cast<float>(std::ldexp(static_cast<double>(sum), -kSequenceFractionBits));
}

/// Sums that were counted before.
class CountedSequenceSums final : public SequenceSums {
 public:
  explicit CountedSequenceSums(const CountedSums& counted) : counted_(counted) {}

  void feature_row(std::uint32_t feature, SumRow& out) const override { read(SumKind::features, feature, out); }
  void target_row(ItemIndex target, SumRow& out) const override { read(SumKind::targets, target, out); }

 private:
  void read(SumKind kind, std::uint32_t row, SumRow& out) const {
    out.clear();
    counted_.read_row(kind, row, [&out](std::uint32_t index, std::int64_t summand) { out.add(index, summand); });
  }

  const CountedSums& counted_;
};

struct SequenceScratch {
  std::unique_ptr<Products::Reader> products;
  SumRow sums;
  SymmetricSolver system;
  std::vector<std::uint64_t> keys;
  std::vector<std::uint32_t> features;
  std::vector<float> weights;
};

/// The features and weights of one target.
struct Solution {
  std::vector<std::uint32_t> features;
  std::vector<float> weights;
};

class SequenceTrainer {
 public:
  SequenceTrainer(const SequenceSums& sums, std::size_t n_items, const SequenceModelOptions& options, ProductForm form)
      : options_(options),
        sums_(sums),
        n_items_(n_items),
        n_features_(n_items * options.scales.size()),
        workers_(worker_count(options.threads)),
        diagonal_(n_features_, 0.0F) {
    products_ = keep_products(
        n_features_, form,
        [this](std::uint32_t feature, SumRow& out) {
          sums_.feature_row(feature, out);
          diagonal_[feature] = product_of(out[feature]);
        },
        [](std::uint32_t, std::uint32_t, std::int64_t sum) { return product_of(sum); }, workers_,
        stage_report(options_.progress, "sequence products", steps_of(n_features_, kKeptRows)));
    double total = 0;
    std::size_t count = 0;
    for (const float product : diagonal_) {
      if (product == 0) continue;
      total += static_cast<double>(product);
      ++count;
    }
    mean_ = count == 0 ? 1 : total / static_cast<double>(count);
  }

  std::vector<SparseWeights> train() {
    const std::size_t most =
        std::min<std::size_t>(n_features_, std::size_t{options_.neighbors} * options_.candidate_ratio);
    std::vector<SequenceScratch> scratch;
    for (unsigned worker = 0; worker < workers_; ++worker) {
      scratch.push_back({products_->reader(most), SumRow(n_features_), SymmetricSolver(most), {}, {}, {}});
    }
    std::vector<Solution> solutions(n_items_);
    for_each_tile(
        workers_, steps_of(n_items_, kTargetsOfPiece),
        [&](std::size_t piece, unsigned worker) {
          const std::size_t end = std::min(n_items_, (piece + 1) * kTargetsOfPiece);
          for (std::size_t target = piece * kTargetsOfPiece; target < end; ++target) {
            solutions[target] = solve_target(static_cast<ItemIndex>(target), scratch[worker]);
          }
        },
        stage_report(options_.progress, "sequence model", steps_of(n_items_, kTargetsOfPiece)));
    return by_scale(solutions);
  }

 private:
  static constexpr std::size_t kTargetsOfPiece = 4;

  float ridge(std::size_t feature) const {
    return static_cast<float>(options_.regularization * std::sqrt(static_cast<double>(diagonal_[feature]) * mean_));
  }

  /// Weights of scratch.features for the target whose sums are in scratch.sums.
  void solve(double ridge_ratio, SequenceScratch& scratch) const {
    const std::size_t size = scratch.features.size();
    SymmetricSolver& system = scratch.system;
    system.start(size);
    scratch.products->among(scratch.features, system.row(0), system.stride());
    float least = HUGE_VALF;
    for (std::size_t p = 0; p < size; ++p) {
      const auto own = static_cast<float>(ridge_ratio) * ridge(scratch.features[p]);
      least = std::min(least, own);
      system.row(p)[p] += own;
      system.row(p)[size] = product_of(scratch.sums[scratch.features[p]]);
    }
    scratch.weights.resize(size);
    if (size > 0) system.solve(least, scratch.weights);
  }

  Solution solve_target(ItemIndex target, SequenceScratch& scratch) const {
    sums_.target_row(target, scratch.sums);
    scratch.keys.clear();
    for (const std::uint32_t feature : scratch.sums.touched()) {
      // A feature that is only ever seen by its last position has no product and no ridge.
      if (diagonal_[feature] == 0) continue;
      const float norm = std::sqrt(diagonal_[feature] + ridge(feature));
      scratch.keys.push_back(magnitude_key(product_of(scratch.sums[feature]) / norm, feature));
    }
    take_largest(scratch.keys, std::size_t{options_.neighbors} * options_.candidate_ratio, scratch.features);
    solve(1, scratch);
    scratch.keys.clear();
    for (std::size_t p = 0; p < scratch.features.size(); ++p) {
      const std::uint32_t feature = scratch.features[p];
      scratch.keys.push_back(magnitude_key(scratch.weights[p] * std::sqrt(diagonal_[feature]), feature));
    }
    take_largest(scratch.keys, options_.neighbors, scratch.features);
    solve(options_.refit_ratio, scratch);
    return {scratch.features, scratch.weights};
  }

  std::vector<SparseWeights> by_scale(const std::vector<Solution>& solutions) const {
    std::vector<SparseWeights> result(options_.scales.size());
    for (const Solution& solution : solutions) {
      for (std::size_t p = 0; p < solution.features.size(); ++p) {
        SparseWeights& weights = result[solution.features[p] / n_items_];
        weights.source.push_back(static_cast<ItemIndex>(solution.features[p] % n_items_));
        weights.weight.push_back(solution.weights[p]);
      }
      for (SparseWeights& weights : result) weights.begin.push_back(weights.source.size());
    }
    return result;
  }

  SequenceModelOptions options_;
  const SequenceSums& sums_;
  std::size_t n_items_;
  std::size_t n_features_;
  unsigned workers_;
  std::vector<float> diagonal_;
  std::unique_ptr<const Products> products_;
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
  const std::uint64_t entries = most_feature_entries(sequences, options.scales);
  const std::uint64_t dense = SymmetricTiles::bytes(features);
  const std::uint64_t listed = std::min(entries, features * (features + 1) / 2) * 8 + features * 24;
  const std::uint64_t width = std::min<std::uint64_t>(features, options.neighbors * options.candidate_ratio);
  const std::uint64_t kept = std::min<std::uint64_t>(features, options.neighbors);
  SequenceModelPlan plan;
  plan.form = dense <= listed ? ProductForm::tiles : ProductForm::upper_lists;
  plan.bytes = std::min(dense, listed) + 8 * sequences.item.size() + 16 * kept * sequences.n_items +
               worker_count(options.threads) * (12 * features + SymmetricSolver::bytes(width));
  plan.text = std::to_string(sequences.n_items) + " items, " + std::to_string(options.scales.size()) +
              " time scales, at most " + std::to_string(options.neighbors) + " features a target, " +
              (plan.form == ProductForm::tiles ? "products as a matrix" : "products as lists") + "; about " +
              std::to_string(plan.bytes / 1'000'000 + 1) + " MB";
  if (plan.bytes > options.memory_budget_bytes) {
    return Error{ErrorCode::invalid_input, "sequence model: expected at most " +
                                               std::to_string(options.memory_budget_bytes / 1'000'000) + " MB, got " +
                                               plan.text};
  }
  return plan;
}

Result<std::vector<SparseWeights>> train_sequence_model(const ItemSequences& sequences,
                                                        const SequenceModelOptions& options,
                                                        const CountedSums* counted) {
  const auto plan = plan_sequence_model(sequences, options);
  if (!plan) return plan.error();
  try {
    std::unique_ptr<const SequenceSums> sums;
    if (counted == nullptr) {
      sums = std::make_unique<SequenceProducts>(sequences, options.scales);
    } else {
      sums = std::make_unique<CountedSequenceSums>(*counted);
    }
    return SequenceTrainer(*sums, sequences.n_items, options, plan->form).train();
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::invalid_input, "sequence model: expected memory for " + plan->text + ", got less"};
  }
}

}  // namespace pocketrec
