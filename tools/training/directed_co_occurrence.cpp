#include "training/directed_co_occurrence.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "training/log_likelihood.h"
#include "training/neighbor_table.h"
#include "training/normalized_interactions.h"
#include "training/parallel_tiles.h"

namespace pocketrec {
namespace {

Result<void> check_options(const DirectedCoOccurrenceOptions& options) {
  return OptionCheck("co-occurrence")
      .in_range("neighbors", options.neighbors, 1, HUGE_VAL)
      .in_range("window", options.window, 1, HUGE_VAL)
      .in_range("min_significance", options.min_significance, 0, 1e9)
      .threads(options.threads)
      .result();
}

struct Pair {
  std::uint64_t group = 0;  // the last one counted, plus 1
  double nearest = 0;       // weight of the pair in that group
  double weight = 0;
  std::uint64_t groups = 0;
};

struct PairScratch {
  std::vector<Pair> pairs;
  std::vector<ItemIndex> touched;
  std::vector<NeighborCandidate> neighbors;
  std::vector<std::uint64_t> to;  // pairs to each item
};

class Counter {
 public:
  Counter(const EventGroups& groups, const DirectedCoOccurrenceOptions& options)
      : groups_(groups), options_(options), group_of_(groups.item.size()) {
    IndexLists items_of_position;
    items_of_position.index = groups.item;
    items_of_position.begin.resize(groups.item.size() + 1);
    for (std::size_t i = 0; i <= groups.item.size(); ++i) items_of_position.begin[i] = i;
    positions_ = transposed(items_of_position, groups.n_items);
    for (std::size_t group = 0; group < groups.size(); ++group) {
      for (std::uint64_t i = groups.begin[group]; i < groups.begin[group + 1]; ++i) {
        group_of_[i] = static_cast<std::uint32_t>(group);
      }
    }
  }

  /// Fills scratch.pairs and touched for one source.
  void count(std::size_t source, PairScratch& scratch) const {
    for (const std::uint32_t position : positions_[source]) {
      const std::uint32_t group = group_of_[position];
      const std::uint64_t begin = groups_.begin[group];
      const std::uint64_t end = groups_.begin[group + 1];
      const std::uint64_t window = options_.window;
      const bool forward = options_.direction == PairDirection::forward;
      const std::uint64_t from = forward ? position + std::uint64_t{1} : position - std::min(window, position - begin);
      const std::uint64_t to = std::min(end, position + window + 1);
      for (std::uint64_t other = from; other < to; ++other) {
        const ItemIndex target = groups_.item[other];
        if (target == source) continue;
        const auto distance = static_cast<double>(other > position ? other - position : position - other);
        add(target, group, options_.by_distance ? 1 / distance : 1, scratch);
      }
    }
  }

 private:
  static void add(ItemIndex target, std::uint32_t group, double weight, PairScratch& scratch) {
    Pair& pair = scratch.pairs[target];
    if (pair.groups == 0) scratch.touched.push_back(target);
    if (pair.group != group + std::uint64_t{1}) {
      pair.group = group + std::uint64_t{1};
      pair.nearest = weight;
      pair.weight += weight;
      ++pair.groups;
    } else if (weight > pair.nearest) {
      pair.weight += weight - pair.nearest;
      pair.nearest = weight;
    }
  }

  const EventGroups& groups_;
  const DirectedCoOccurrenceOptions& options_;
  std::vector<std::uint32_t> group_of_;  // of each event
  IndexLists positions_;                 // events of each item
};

/// How many pairs lead from each item, to each item, and there are.
struct Margins {
  std::vector<std::uint64_t> from;
  std::vector<std::uint64_t> to;
  std::uint64_t total = 0;
};

Margins count_margins(const Counter& counter, std::size_t n, std::vector<PairScratch>& scratch) {
  Margins margins{std::vector<std::uint64_t>(n), std::vector<std::uint64_t>(n), 0};
  for (PairScratch& one : scratch) one.to.assign(n, 0);
  const auto workers = static_cast<unsigned>(scratch.size());
  for_each_tile(workers, steps_of(n, kSourcesOfPiece), [&](std::size_t piece, unsigned worker) {
    PairScratch& own = scratch[worker];
    for (std::size_t source = piece * kSourcesOfPiece; source < std::min(n, (piece + 1) * kSourcesOfPiece); ++source) {
      counter.count(source, own);
      for (const ItemIndex target : own.touched) {
        margins.from[source] += own.pairs[target].groups;
        own.to[target] += own.pairs[target].groups;
        own.pairs[target] = {};
      }
      own.touched.clear();
    }
  });
  for (const PairScratch& one : scratch) {
    for (std::size_t item = 0; item < n; ++item) margins.to[item] += one.to[item];
  }
  for (const std::uint64_t pairs : margins.from) margins.total += pairs;
  return margins;
}

/// Moves the significant ones of the counted pairs to scratch.neighbors and forgets all.
void judge(std::size_t source, const Margins& margins, const DirectedCoOccurrenceOptions& options,
           PairScratch& scratch) {
  scratch.neighbors.clear();
  for (const ItemIndex target : scratch.touched) {
    const Pair pair = std::exchange(scratch.pairs[target], {});
    const std::uint64_t from = margins.from[source];
    const std::uint64_t to = margins.to[target];
    const auto frequent = static_cast<double>(pair.groups) * static_cast<double>(margins.total);
    if (pair.groups < options.min_groups || frequent <= static_cast<double>(from) * static_cast<double>(to)) continue;
    const double significance = log_likelihood_ratio(pair.groups, from, to, margins.total);
    if (significance < options.min_significance || significance == 0) continue;
    const double similarity = std::sqrt(significance) * (pair.weight / static_cast<double>(pair.groups));
    scratch.neighbors.push_back({static_cast<float>(similarity), target});
  }
  scratch.touched.clear();
}

SimilarItems train(const EventGroups& groups, const DirectedCoOccurrenceOptions& options) {
  const std::size_t n = groups.n_items;
  const Counter counter(groups, options);
  std::vector<PairScratch> scratch(worker_count(options.threads));
  for (PairScratch& one : scratch) {
    one.pairs.resize(n);
    one.touched.reserve(n);
    one.neighbors.reserve(n);
  }
  const Margins margins = count_margins(counter, n, scratch);

  const std::size_t width = std::min<std::size_t>(options.neighbors, n == 0 ? 0 : n - 1);
  std::vector<ItemIndex> sources(n);
  std::iota(sources.begin(), sources.end(), ItemIndex{0});
  NeighborTable table(std::move(sources), width);
  const std::size_t pieces = steps_of(n, kSourcesOfPiece);
  for_each_tile(
      static_cast<unsigned>(scratch.size()), pieces,
      [&](std::size_t piece, unsigned worker) {
        PairScratch& own = scratch[worker];
        for (std::size_t source = piece * kSourcesOfPiece; source < std::min(n, (piece + 1) * kSourcesOfPiece);
             ++source) {
          counter.count(source, own);
          judge(source, margins, options, own);
          table.keep(source, own.neighbors);
        }
      },
      stage_report(options.progress, "co-occurrence", pieces));

  SimilarItems lists = table.lists(n);
  for (std::size_t source = 0; source < n; ++source) {
    const std::uint64_t begin = lists.begin[source];
    if (begin == lists.begin[source + 1]) continue;
    const float most = lists.similarity[begin];
    for (std::uint64_t i = begin; i < lists.begin[source + 1]; ++i) lists.similarity[i] /= most;
  }
  return lists;
}

}  // namespace

Result<SimilarItems> train_directed_co_occurrence(const EventGroups& groups,
                                                  const DirectedCoOccurrenceOptions& options) {
  if (auto ok = check_options(options); !ok) return ok.error();
  try {
    return train(groups, options);
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::invalid_input, "co-occurrence: expected memory for " + std::to_string(groups.n_items) +
                                               " items × " + std::to_string(options.neighbors) +
                                               " neighbours, got less"};
  }
}

}  // namespace pocketrec
