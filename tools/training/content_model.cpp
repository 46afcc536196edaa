#include "training/content_model.h"

#include <algorithm>
#include <cassert>
#include <new>
#include <string>
#include <vector>

#include "training/largest_numbers.h"
#include "training/parallel_tiles.h"
#include "training/symmetric_solver.h"

namespace pocketrec {
namespace {

Result<void> check_options(const ContentModelOptions& options) {
  return OptionCheck("content model")
      .in_range("similar", options.similar, 1, 4096)
      .in_range("neighbors", options.neighbors, 1, 4096)
      .in_range("regularization", options.regularization, 1e-6, 1e6)
      .in_range("fade", options.fade, 1e-6, 1e6)
      .in_range("word_weight", options.word_weight, 0, 100)
      .threads(options.threads)
      .result();
}

/// Sums by index, with the indexes that have one.
struct Sums {
  explicit Sums(std::size_t size) : value(size, 0.0), is_touched(size, 0) {}

  void add(std::uint32_t index, double summand) {
    if (is_touched[index] == 0) {
      is_touched[index] = 1;
      touched.push_back(index);
    }
    value[index] += summand;
  }

  void clear() {
    for (const std::uint32_t index : touched) {
      value[index] = 0;
      is_touched[index] = 0;
    }
    touched.clear();
  }

  std::vector<double> value;
  std::vector<char> is_touched;
  std::vector<std::uint32_t> touched;
};

struct ContentScratch {
  Sums similarity;
  Sums column;
  std::vector<char> is_shared;  // a value
  std::vector<std::uint64_t> keys;
  std::vector<std::uint32_t> similar;
  SymmetricSolver system;
  std::vector<float> alpha;
};

struct Column {
  std::vector<ItemIndex> source;
  std::vector<float> weight;
};

class ContentTrainer {
 public:
  ContentTrainer(const ItemValues& values, const SparseWeights& item_to_item, std::span<const std::uint32_t> users,
                 const ContentModelOptions& options)
      // What one item has alone likens it to none.
      : vectors_(item_vectors(values, 3, options.word_weight, 2, values.n_items())),
        item_to_item_(item_to_item),
        users_(users),
        options_(options) {}

  SparseWeights train() const {
    const std::size_t n = users_.size();
    const unsigned workers = worker_count(options_.threads);
    std::vector<ContentScratch> scratch;
    for (unsigned worker = 0; worker < workers; ++worker) {
      scratch.push_back({Sums(n),
                         Sums(n),
                         std::vector<char>(vectors_.weights.squared.size(), 0),
                         {},
                         {},
                         SymmetricSolver(options_.similar),
                         {}});
    }
    std::vector<Column> columns(n);
    const std::size_t pieces = steps_of(n, kTargetsOfPiece);
    for_each_tile(
        workers, pieces,
        [&](std::size_t piece, unsigned worker) {
          for (std::size_t item = piece * kTargetsOfPiece; item < std::min(n, (piece + 1) * kTargetsOfPiece); ++item) {
            if (users_[item] > options_.most_users || vectors_.scale[item].is_zero()) continue;
            columns[item] = solve(static_cast<ItemIndex>(item), scratch[worker]);
          }
        },
        stage_report(options_.progress, "content model", pieces));
    SparseWeights result;
    for (const Column& column : columns) {
      result.source.insert(result.source.end(), column.source.begin(), column.source.end());
      result.weight.insert(result.weight.end(), column.weight.begin(), column.weight.end());
      result.begin.push_back(result.source.size());
    }
    return result;
  }

 private:
  static constexpr std::size_t kTargetsOfPiece = 8;

  /// Fills scratch.similar, and scratch.similarity for these.
  void find_similar(ItemIndex target, ContentScratch& scratch) const {
    scratch.similarity.clear();
    for (const std::uint32_t value : vectors_.values_of_item[target]) {
      if (vectors_.product(value, target, target) == 0) continue;
      for (const std::uint32_t item : vectors_.items_of_value[value]) {
        if (item == target || item_to_item_.sources_of(item).empty()) continue;
        scratch.similarity.add(item, vectors_.product(value, target, item));
      }
    }
    scratch.keys.clear();
    for (const std::uint32_t item : scratch.similarity.touched) {
      scratch.keys.push_back(magnitude_key(static_cast<float>(scratch.similarity.value[item]), item));
    }
    take_largest(scratch.keys, options_.similar, scratch.similar);
  }

  Column solve(ItemIndex target, ContentScratch& scratch) const {
    find_similar(target, scratch);
    const std::vector<std::uint32_t>& similar = scratch.similar;
    const std::size_t size = similar.size();
    if (size == 0) return {};
    SymmetricSolver& system = scratch.system;
    system.start(size);
    for (std::size_t p = 0; p < size; ++p) {
      for (const std::uint32_t value : vectors_.values_of_item[similar[p]]) scratch.is_shared[value] = 1;
      for (std::size_t q = p; q < size; ++q) {
        double sum = 0;
        for (const std::uint32_t value : vectors_.values_of_item[similar[q]]) {
          if (scratch.is_shared[value] != 0) sum += vectors_.product(value, similar[p], similar[q]);
        }
        system.row(p)[q] = static_cast<float>(sum);
      }
      for (const std::uint32_t value : vectors_.values_of_item[similar[p]]) scratch.is_shared[value] = 0;
      system.row(p)[p] += static_cast<float>(options_.regularization);
      system.row(p)[size] = static_cast<float>(scratch.similarity.value[similar[p]]);
    }
    scratch.alpha.resize(size);
    system.solve(static_cast<float>(options_.regularization), scratch.alpha);

    scratch.column.clear();
    for (std::size_t p = 0; p < size; ++p) {
      const auto sources = item_to_item_.sources_of(similar[p]);
      const auto weights = item_to_item_.weights_of(similar[p]);
      for (std::size_t i = 0; i < sources.size(); ++i) {
        if (sources[i] == target) continue;
        scratch.column.add(sources[i], static_cast<double>(scratch.alpha[p]) * static_cast<double>(weights[i]));
      }
    }
    scratch.keys.clear();
    for (const std::uint32_t source : scratch.column.touched) {
      scratch.keys.push_back(magnitude_key(static_cast<float>(scratch.column.value[source]), source));
    }
    const double fade = options_.fade / (options_.fade + users_[target]);
    Column column;
    take_largest(scratch.keys, options_.neighbors, column.source);
    for (const ItemIndex source : column.source) {
      column.weight.push_back(static_cast<float>(fade * scratch.column.value[source]));
    }
    return column;
  }

  ItemVectors vectors_;
  const SparseWeights& item_to_item_;
  std::span<const std::uint32_t> users_;
  const ContentModelOptions& options_;
};

}  // namespace

Result<SparseWeights> train_content_model(const ItemValues& values, const SparseWeights& item_to_item,
                                          std::span<const std::uint32_t> users, const ContentModelOptions& options) {
  assert(values.n_items() == users.size() && item_to_item.n_targets() == users.size());
  if (auto ok = check_options(options); !ok) return ok.error();
  try {
    return ContentTrainer(values, item_to_item, users, options).train();
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::invalid_input,
                 "content model: expected memory for " + std::to_string(users.size()) + " items, got less"};
  }
}

}  // namespace pocketrec
