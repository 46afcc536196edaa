#include "training/similar_items.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <string>

#include "domain/portable_log.h"
#include "training/neighbor_table.h"
#include "training/normalized_interactions.h"
#include "training/parallel_tiles.h"

namespace pocketrec {
namespace {

Result<void> check_options(const SimilarItemsOptions& options) {
  return OptionCheck("similar-items")
      .in_range("user_exponent", options.user_exponent, 0, 1)
      .in_range("popularity_discount", options.popularity_discount, 0, 1)
      .in_range("shrinkage", options.shrinkage, 0, 1e9)
      .in_range("neighbors", options.neighbors, 1, HUGE_VAL)
      .threads(options.threads)
      .result();
}

struct Shared {
  double weight = 0;
  double users = 0;
};

struct SharedScratch {
  std::vector<Shared> shared;
  std::vector<std::uint32_t> touched;
  std::vector<NeighborCandidate> neighbors;
};

// Fills scratch.shared and touched for one source.
void count_shared(const NormalizedInteractions& interactions, std::size_t source, SharedScratch& scratch) {
  for (std::uint32_t user : interactions.users_of_item[source]) {
    const double weight = interactions.user_scale[user];
    for (std::uint32_t item : interactions.items_of_user[user]) {
      Shared& shared = scratch.shared[item];
      if (shared.users == 0) scratch.touched.push_back(item);
      shared.weight += weight;
      shared.users += 1;
    }
  }
}

SimilarItems train(const InteractionMatrix& matrix, const SimilarItemsOptions& options) {
  const NormalizedInteractions interactions = normalize_interactions(matrix, options.user_exponent, 0);
  const std::size_t n = interactions.n_items();
  const double p = options.popularity_discount;
  std::vector<double> total(n, 0.0);
  double smallest = 1;
  for (std::size_t item = 0; item < n; ++item) {
    for (std::uint32_t user : interactions.users_of_item[item]) total[item] += interactions.user_scale[user];
    smallest = std::min(smallest, total[item]);
  }
  // Powers of what is at least 1; the common factor falls out of the quotient's numerator and denominator alike.
  std::vector<double> as_source(n);
  std::vector<double> as_neighbor(n);
  for (std::size_t item = 0; item < n; ++item) {
    as_source[item] = portable_pow(total[item] / smallest, p - 1);
    as_neighbor[item] = portable_pow(total[item] / smallest, -p);
  }

  const unsigned workers = worker_count(options.threads);
  const std::size_t width = std::min<std::size_t>(options.neighbors, n == 0 ? 0 : n - 1);
  std::vector<SharedScratch> scratch(workers);
  for (SharedScratch& one : scratch) {
    one.shared.resize(n);
    one.touched.reserve(n);
    one.neighbors.reserve(n);
  }
  NeighborTable table(interactions.original_item, width);
  const std::size_t pieces = steps_of(n, kSourcesOfPiece);
  for_each_tile(
      workers, pieces,
      [&](std::size_t piece, unsigned worker) {
        SharedScratch& own = scratch[worker];
        for (std::size_t source = piece * kSourcesOfPiece; source < std::min(n, (piece + 1) * kSourcesOfPiece);
             ++source) {
          count_shared(interactions, source, own);
          own.neighbors.clear();
          for (std::uint32_t item : own.touched) {
            const Shared shared = own.shared[item];
            own.shared[item] = {};
            if (item == source || shared.users < options.min_shared) continue;
            const double share = shared.weight / smallest * as_source[source] * as_neighbor[item];
            const double value = share * (shared.users / (shared.users + options.shrinkage));
            own.neighbors.push_back({std::min(static_cast<float>(value), 1.0F), interactions.original_item[item]});
          }
          own.touched.clear();
          table.keep(source, own.neighbors);
        }
      },
      stage_report(options.progress, "similar items", pieces));

  return table.lists(matrix.n_items);
}

}  // namespace

Result<SimilarItems> train_similar_items(const InteractionMatrix& matrix, const SimilarItemsOptions& options) {
  if (auto ok = check_interaction_matrix(matrix); !ok) return ok.error();
  if (auto ok = check_options(options); !ok) return ok.error();
  try {
    return train(matrix, options);
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::invalid_input, "similar items: expected memory for " + std::to_string(matrix.n_items) +
                                               " items × " + std::to_string(options.neighbors) +
                                               " neighbours, got less"};
  }
}

}  // namespace pocketrec
