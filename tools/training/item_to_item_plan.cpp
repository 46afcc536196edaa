#include <algorithm>
#include <string>

#include "training/item_to_item.h"
#include "training/parallel_tiles.h"
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

Result<ItemToItemPlan> plan_item_to_item(const InteractionShape& shape, const ItemToItemOptions& options) {
  if (auto ok = check_options(options); !ok) return ok.error();
  const std::uint64_t workers = worker_count(options.threads);
  const std::uint64_t most = shape.items == 0 ? 0 : shape.items - 1;
  const std::uint64_t sources = std::min<std::uint64_t>(most, options.neighbors);
  const std::uint64_t candidates = std::min(most, sources * options.candidate_ratio);
  // Lists of both directions, scales, candidates beside the sources that are kept (then those beside the result), and
  // for each worker a row of co-occurrences and the equations of one target.
  const std::uint64_t always = 8 * std::uint64_t{shape.interactions} + 32 * (shape.items + shape.users) +
                               8 * shape.items * (candidates + sources) +
                               workers * (20 * shape.items + 4 * (candidates + 16) * (candidates + 16));
  const std::uint64_t products = SymmetricTiles::bytes(shape.items);
  const std::uint64_t from_lists =
      workers * (16 * shape.users + 4 * std::min<std::uint64_t>(shape.interactions, (candidates + 1) * shape.users));

  ItemToItemPlan plan;
  plan.keeps_products = always + products <= options.memory_budget_bytes &&
                        (products <= from_lists || users_shared_by_two_items(shape) >= kManyShared);
  plan.bytes = always + (plan.keeps_products ? products : from_lists);
  plan.text = std::to_string(shape.items) + " items, " + std::to_string(shape.users) + " users, " +
              std::to_string(shape.interactions) + " interactions: at most " + std::to_string(options.neighbors) +
              " sources a target of " + std::to_string(options.neighbors * options.candidate_ratio) +
              " candidates, products " + (plan.keeps_products ? "as a matrix" : "from the lists") + "; about " +
              std::to_string(plan.bytes / 1'000'000 + 1) + " MB";
  if (plan.bytes > options.memory_budget_bytes) {
    return Error{ErrorCode::invalid_input, "item-to-item: expected at most " +
                                               std::to_string(options.memory_budget_bytes / 1'000'000) + " MB, got " +
                                               plan.text};
  }
  return plan;
}

}  // namespace pocketrec
