#include "training/item_to_item.h"

#include <algorithm>
#include <new>
#include <numeric>
#include <optional>

#include "training/co_occurrence.h"
#include "training/normalized_interactions.h"
#include "training/refit.h"
#include "training/supports.h"
#include "training/symmetric_tiles.h"

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

SparseWeights train(const InteractionMatrix& matrix, const ItemToItemOptions& options, const ItemToItemPlan& plan) {
  const NormalizedInteractions interactions =
      normalize_interactions(matrix, options.user_exponent, options.item_exponent);
  const std::size_t n = interactions.n_items();
  const unsigned workers = worker_count(options.threads);
  SupportTable table(n, std::min<std::size_t>(options.neighbors, n == 0 ? 0 : n - 1));
  if (n == 0) return in_catalogue_rows(interactions, table, matrix.n_items);

  const RowProducts products = item_products(interactions);
  const std::vector<double> diagonal = product_diagonal(products);
  const double ridge =
      options.regularization * std::accumulate(diagonal.begin(), diagonal.end(), 0.0) / static_cast<double>(n);

  std::optional<SymmetricTiles> kept;
  if (plan.keeps_products) {
    kept.emplace(n);
    fill_products(products, *kept, workers, stage_report(options.progress, "co-occurrence", steps_of(n, kFillRows)));
  }
  const SymmetricTiles* const all_products = kept ? &*kept : nullptr;

  {
    SupportTable candidates(n, std::min(n - 1, table.width * options.candidate_ratio));
    pick_from_co_occurrence(products, diagonal, candidates, workers,
                            stage_report(options.progress, "picking candidates", steps_of(n, kPickTargets)));
    if (candidates.width > table.width) {
      refit_weights(products, all_products, diagonal, ridge, candidates, workers,
                    stage_report(options.progress, "weighing candidates", steps_of(n, kRefitTargets)));
    }
    pick_from_table(candidates, table);
  }
  refit_weights(products, all_products, diagonal, ridge * options.refit_ratio, table, workers,
                stage_report(options.progress, "refit", steps_of(n, kRefitTargets)));
  return in_catalogue_rows(interactions, table, matrix.n_items);
}

}  // namespace

InteractionShape interaction_shape(const InteractionMatrix& matrix) {
  std::vector<bool> seen(matrix.n_items, false);
  InteractionShape shape;
  shape.interactions = matrix.item.size();
  for (std::size_t user = 0; user < matrix.n_users(); ++user) shape.users += matrix.items_of(user).empty() ? 0 : 1;
  for (ItemIndex item : matrix.item) {
    shape.items += seen[item] ? 0 : 1;
    seen[item] = true;
  }
  return shape;
}

Result<SparseWeights> train_item_to_item(const InteractionMatrix& matrix, const ItemToItemOptions& options) {
  if (auto ok = check_interaction_matrix(matrix); !ok) return ok.error();
  const auto plan = plan_item_to_item(interaction_shape(matrix), options);
  if (!plan) return plan.error();
  try {
    return train(matrix, options, *plan);
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::invalid_input, "item-to-item training: expected memory for " + plan->text + ", got less"};
  }
}

}  // namespace pocketrec
