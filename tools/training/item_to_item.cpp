#include "training/item_to_item.h"

#include <algorithm>
#include <new>
#include <numeric>

#include "training/co_occurrence.h"
#include "training/normalized_interactions.h"
#include "training/refit.h"
#include "training/supports.h"
#include "training/symmetric_tiles.h"

namespace pocketrec {
namespace {

// The options' callback as a report of one stage.
TileReport stage_report(const ItemToItemOptions& options, std::string_view stage, std::size_t total) {
  if (!options.progress) return nullptr;
  return [&options, stage, total](std::size_t done) { options.progress(stage, std::min(done, total), total); };
}

std::size_t pieces(std::size_t size, std::size_t of) {
  return (size + of - 1) / of;
}

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
  const std::size_t m = interactions.n_users();
  const unsigned workers = worker_count(options.threads);
  SupportTable table(n, std::min<std::size_t>(options.neighbors, n == 0 ? 0 : n - 1));
  if (n == 0) return in_catalogue_rows(interactions, table, matrix.n_items);

  const RowProducts products = item_products(interactions);
  const std::vector<double> diagonal = product_diagonal(products);
  const double ridge =
      options.regularization * std::accumulate(diagonal.begin(), diagonal.end(), 0.0) / static_cast<double>(n);
  std::vector<double> ridged = diagonal;
  for (double& value : ridged) value += ridge;

  SymmetricTiles kept;
  const auto pick_report = stage_report(options, "picking sources", pieces(n, kPickTargets));
  if (plan.keeps_products) {
    kept = SymmetricTiles(n, SymmetricTiles::Room::upper);
    fill_products(products, ridge, kept, workers, stage_report(options, "co-occurrence", pieces(n, kFillRows)));
  }
  const SymmetricTiles* const all_products = plan.keeps_products ? &kept : nullptr;
  switch (plan.way) {
    case ItemToItemWay::items: {
      SymmetricTiles tiles;
      if (plan.keeps_products) {
        tiles = kept;
      } else {
        tiles = SymmetricTiles(n, SymmetricTiles::Room::upper);
        fill_products(products, ridge, tiles, workers, stage_report(options, "co-occurrence", pieces(n, kFillRows)));
      }
      tiles.invert_negated(static_cast<float>(ridge), workers,
                           stage_report(options, "inverse over items", tiles.tiles_per_side()));
      pick_from_item_inverse(tiles, ridged, table, workers, pick_report);
      break;
    }
    case ItemToItemWay::users: {
      SymmetricTiles tiles(m, SymmetricTiles::Room::square);
      fill_products(user_products(interactions), ridge, tiles, workers,
                    stage_report(options, "co-occurrence of users", pieces(m, kFillRows)));
      tiles.invert_negated(static_cast<float>(ridge), workers,
                           stage_report(options, "inverse over users", tiles.tiles_per_side()));
      tiles.mirror(workers);
      pick_from_user_inverse(interactions, tiles, ridge, ridged, table, workers, pick_report);
      break;
    }
    case ItemToItemWay::co_occurrence: {
      const std::size_t width = std::min(n - 1, table.width * options.candidate_ratio);
      if (width == table.width) {
        pick_from_co_occurrence(products, diagonal, table, workers, pick_report);
        break;
      }
      SupportTable candidates(n, width);
      pick_from_co_occurrence(products, diagonal, candidates, workers, pick_report);
      refit_weights(products, all_products, diagonal, ridge, candidates, workers,
                    stage_report(options, "weighing candidates", pieces(n, kRefitTargets)));
      pick_from_table(candidates, table);
      break;
    }
  }
  if (options.refit) {
    refit_weights(products, all_products, diagonal, ridge * options.refit_ratio, table, workers,
                  stage_report(options, "refit", pieces(n, kRefitTargets)));
  }
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
    return Error{ErrorCode::invalid_input,
                 "item-to-item training: expected " + std::to_string(plan->bytes / 1'000'000 + 1) +
                     " MB of memory, got less; set memory_budget_bytes lower (" + plan->text + ")"};
  }
}

}  // namespace pocketrec
