#include <algorithm>
#include <string>

#include "training/item_to_item.h"
#include "training/parallel_tiles.h"
#include "training/symmetric_solver.h"
#include "training/symmetric_tiles.h"

namespace pocketrec {
namespace {

// Where two items share fewer users than this, their product is summed from the lists about as fast as it is found in a
// matrix of all products, which is then mostly zeros. (Pairs of sources share many times more than the mean pair.)
constexpr double kManyShared = 0.25;

Result<void> check_options(const ItemToItemOptions& options) {
  return OptionCheck("item-to-item")
      .in_range("user_exponent", options.user_exponent, 0, 1)
      .in_range("item_exponent", options.item_exponent, 0, 1)
      .in_range("regularization", options.regularization, 1e-6, 1e6)
      .in_range("refit_ratio", options.refit_ratio, 1e-6, 1e6)
      .in_range("neighbors", options.neighbors, 1, 4096)
      .in_range("candidate_ratio", options.candidate_ratio, 1, 16)
      .threads(options.threads)
      .result();
}

// Mean over all pairs of items, were all users alike.
double users_shared_by_two_items(const InteractionShape& shape) {
  if (shape.users == 0 || shape.items == 0) return 0;
  const auto interactions = static_cast<double>(shape.interactions);
  const auto items = static_cast<double>(shape.items);
  return interactions * interactions / static_cast<double>(shape.users) / (items * items);
}

}  // namespace

Result<ItemToItemPlan> plan_item_to_item(const InteractionShape& shape, const ItemToItemOptions& options,
                                         bool counted) {
  if (auto ok = check_options(options); !ok) return ok.error();
  const std::uint64_t workers = worker_count(options.threads);
  const std::uint64_t items = shape.items;
  const std::uint64_t most = items == 0 ? 0 : items - 1;
  const std::uint64_t sources = std::min<std::uint64_t>(most, options.neighbors);
  const std::uint64_t candidates = std::min(most, sources * options.candidate_ratio);
  // Lists of both directions, scales, candidates beside the sources that are kept (then those beside the result), and
  // for each worker a row of products and the equations of one target.
  const std::uint64_t always = 8 * std::uint64_t{shape.interactions} + 32 * (items + shape.users) +
                               8 * items * (candidates + sources) +
                               workers * (36 * items + SymmetricSolver::bytes(candidates));
  const std::uint64_t tiles = SymmetricTiles::bytes(items);
  const std::uint64_t summed =
      workers * (16 * shape.users + 4 * std::min<std::uint64_t>(shape.interactions, (candidates + 1) * shape.users));
  const std::uint64_t lists = 8 * std::min(items * items, shape.pairs) + 24 * items;
  const std::uint64_t instead = counted ? lists : summed;

  ItemToItemPlan plan;
  const bool saves_time = counted ? tiles <= lists : users_shared_by_two_items(shape) >= kManyShared;
  if (always + tiles <= options.memory_budget_bytes && (tiles <= instead || saves_time)) {
    plan.form = ProductForm::tiles;
  } else if (counted) {
    plan.form = ProductForm::full_lists;
  }
  plan.bytes = always + (plan.form == ProductForm::tiles ? tiles : instead);
  const std::string how = plan.form == ProductForm::tiles        ? "products as a matrix"
                          : plan.form == ProductForm::full_lists ? "products as lists"
                                                                 : "products from the users' lists";
  plan.text = std::to_string(items) + " items, " + std::to_string(shape.users) + " users, " +
              std::to_string(shape.interactions) + " interactions: at most " + std::to_string(options.neighbors) +
              " sources a target of " + std::to_string(options.neighbors * options.candidate_ratio) + " candidates, " +
              how + "; about " + std::to_string(plan.bytes / 1'000'000 + 1) + " MB";
  if (plan.bytes > options.memory_budget_bytes) {
    return Error{ErrorCode::invalid_input, "item-to-item: expected at most " +
                                               std::to_string(options.memory_budget_bytes / 1'000'000) + " MB, got " +
                                               plan.text};
  }
  return plan;
}

}  // namespace pocketrec
