#include "training/item_to_item.h"

#include <algorithm>
#include <memory>
#include <new>
#include <numeric>
#include <utility>

#include "training/co_occurrence.h"
#include "training/normalized_interactions.h"
#include "training/refit.h"
#include "training/supports.h"

namespace pocketrec {
namespace {

SparseWeights in_catalogue_rows(const NormalizedInteractions& interactions, SupportTable& table, std::size_t n_items) {
  SparseWeights weights;
  const std::size_t total = std::accumulate(table.count.begin(), table.count.end(), std::size_t{0});
  weights.source.reserve(total);
  weights.weight.reserve(total);
  weights.begin.reserve(n_items + 1);
  std::size_t target = 0;
  for (std::size_t row = 0; row < n_items; ++row) {
    if (target < interactions.n_items() && interactions.original_item[target] == row) {
      const auto sources = table.sources_of(target);
      const auto values = table.weights_of(target);
      for (std::size_t i = 0; i < sources.size(); ++i) {
        const double scaling = interactions.item_scale[sources[i]] / interactions.item_scale[target];
        weights.source.push_back(interactions.original_item[sources[i]]);
        weights.weight.push_back(static_cast<float>(values[i] * scaling));
      }
      ++target;
    }
    weights.begin.push_back(weights.source.size());
  }
  return weights;
}

UpperSums upper_sums(const CoOccurrence& co_occurrence, const NormalizedInteractions& interactions, std::size_t n_items,
                     const CountedSums* counted) {
  if (counted == nullptr) {
    return [&co_occurrence](std::uint32_t item, SumRow& out) { co_occurrence.upper_row(item, out); };
  }
  std::vector<std::uint32_t> number(n_items, 0);
  for (std::uint32_t item = 0; item < interactions.n_items(); ++item) number[interactions.original_item[item]] = item;
  return [&interactions, number = std::move(number), counted](std::uint32_t item, SumRow& out) {
    out.clear();
    counted->read_row(SumKind::co_occurrence, interactions.original_item[item],
                      [&](std::uint32_t other, std::int64_t summand) { out.add(number[other], summand); });
  };
}

SparseWeights train(const InteractionMatrix& matrix, const ItemToItemOptions& options, const ItemToItemPlan& plan,
                    const CountedSums* counted) {
  const NormalizedInteractions interactions =
      normalize_interactions(matrix, options.user_exponent, options.item_exponent);
  const std::size_t n = interactions.n_items();
  const unsigned workers = worker_count(options.threads);
  SupportTable table(n, std::min<std::size_t>(options.neighbors, n == 0 ? 0 : n - 1));
  if (n == 0) return in_catalogue_rows(interactions, table, matrix.n_items);

  const CoOccurrence co_occurrence(interactions);
  const std::vector<double> diagonal = co_occurrence.diagonal();
  const double ridge =
      options.regularization * std::accumulate(diagonal.begin(), diagonal.end(), 0.0) / static_cast<double>(n);
  std::unique_ptr<const Products> kept;
  if (plan.form) {
    kept = keep_products(
        n, *plan.form, upper_sums(co_occurrence, interactions, matrix.n_items, counted),
        [&](std::uint32_t item, std::uint32_t other, std::int64_t sum) {
          return co_occurrence.product(item, other, sum);
        },
        workers, stage_report(options.progress, "co-occurrence", steps_of(n, kKeptRows)));
  }
  const Products& products = kept ? *kept : co_occurrence;

  {
    SupportTable candidates(n, std::min(n - 1, table.width * options.candidate_ratio));
    pick_from_products(products, diagonal, candidates, workers,
                       stage_report(options.progress, "picking candidates", steps_of(n, kPickTargets)));
    if (candidates.width > table.width) {
      refit_weights(products, diagonal, ridge, candidates, workers,
                    stage_report(options.progress, "weighing candidates", steps_of(n, kRefitTargets)));
    }
    pick_from_table(candidates, table);
  }
  refit_weights(products, diagonal, ridge * options.refit_ratio, table, workers,
                stage_report(options.progress, "refit", steps_of(n, kRefitTargets)));
  return in_catalogue_rows(interactions, table, matrix.n_items);
}

}  // namespace

InteractionShape interaction_shape(const InteractionMatrix& matrix) {
  std::vector<bool> seen(matrix.n_items, false);
  InteractionShape shape;
  shape.interactions = matrix.item.size();
  for (std::size_t user = 0; user < matrix.n_users(); ++user) {
    const std::uint64_t items = matrix.items_of(user).size();
    shape.users += items == 0 ? 0 : 1;
    shape.pairs += items * items;
  }
  for (ItemIndex item : matrix.item) {
    shape.items += seen[item] ? 0 : 1;
    seen[item] = true;
  }
  return shape;
}

Result<SparseWeights> train_item_to_item(const InteractionMatrix& matrix, const ItemToItemOptions& options,
                                         const CountedSums* counted) {
  if (auto ok = check_interaction_matrix(matrix); !ok) return ok.error();
  const auto plan = plan_item_to_item(interaction_shape(matrix), options, counted != nullptr);
  if (!plan) return plan.error();
  try {
    return train(matrix, options, *plan, counted);
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::invalid_input, "item-to-item training: expected memory for " + plan->text + ", got less"};
  }
}

}  // namespace pocketrec
