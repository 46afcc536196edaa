#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "training/item_to_item.h"
#include "training/parallel_tiles.h"
#include "training/symmetric_tiles.h"

namespace pocketrec {
namespace {

// From here on it may be worth a look at the users' side.
constexpr std::size_t kManyItems = 5'000;

// A step along a list costs about as much as this many multiplications of the tile kernel.
constexpr double kListStep = 20;

// Where two items share fewer users than this, their product is summed from the lists about as fast as it is found in a
// matrix of all products, which is then mostly zeros. (Pairs of sources share many times more than the mean pair.)
constexpr double kManyShared = 0.25;

std::uint64_t memory_budget(const ItemToItemOptions& options) {
  if (options.memory_budget_bytes != 0) return options.memory_budget_bytes;
  const long pages = sysconf(_SC_PHYS_PAGES);
  const long page = sysconf(_SC_PAGE_SIZE);
  if (pages <= 0 || page <= 0) return std::uint64_t{2} << 30;
  return static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page) / 10 * 6;
}

Error out_of_range(const std::string& option, const std::string& expected, double got) {
  return {ErrorCode::invalid_input,
          "item-to-item options: expected " + option + " " + expected + ", got " + std::to_string(got)};
}

Result<void> check_options(const ItemToItemOptions& options) {
  const auto outside = [](double value, double low, double high) { return !(value >= low && value <= high); };
  if (outside(options.user_exponent, 0, 1)) return out_of_range("user_exponent", "from 0 to 1", options.user_exponent);
  if (outside(options.item_exponent, 0, 1)) return out_of_range("item_exponent", "from 0 to 1", options.item_exponent);
  if (outside(options.regularization, 1e-6, 1e6)) {
    return out_of_range("regularization", "from 0.000001 to 1000000", options.regularization);
  }
  if (options.refit && outside(options.refit_ratio, 1e-6, 1e6)) {
    return out_of_range("refit_ratio", "from 0.000001 to 1000000", options.refit_ratio);
  }
  if (options.neighbors < 1 || options.neighbors > 4096) {
    return out_of_range("neighbors", "from 1 to 4096", options.neighbors);
  }
  if (options.candidate_ratio < 1 || options.candidate_ratio > 16) {
    return out_of_range("candidate_ratio", "from 1 to 16", options.candidate_ratio);
  }
  if (options.threads > 1024) return out_of_range("threads", "at most 1024", options.threads);
  if (!(options.inverse_operations_limit >= 0)) {
    return out_of_range("inverse_operations_limit", "0 or more", options.inverse_operations_limit);
  }
  if (!options.refit && options.way == ItemToItemWay::co_occurrence) {
    return Error{
        ErrorCode::invalid_input,
        "item-to-item options: expected refit with the co-occurrence way, whose weights come from it, got none"};
  }
  return {};
}

struct Cost {
  double operations = 0;
  std::uint64_t bytes = 0;
};

std::uint64_t strips(std::size_t size) {
  return 2 * SymmetricTiles::kSide * std::uint64_t{4} * (size + 512);
}

Cost items_cost(const InteractionShape& shape) {
  const auto n = static_cast<double>(shape.items);
  return {n * n * n / 2, SymmetricTiles::bytes(shape.items, SymmetricTiles::Room::upper) + strips(shape.items)};
}

Cost users_cost(const InteractionShape& shape, unsigned workers) {
  const auto m = static_cast<double>(shape.users);
  const double steps = static_cast<double>(shape.interactions) * (m + static_cast<double>(shape.items));
  const std::uint64_t blocks = std::uint64_t{workers} * 256 * (shape.users + shape.items);
  return {m * m * m / 2 + steps,
          SymmetricTiles::bytes(shape.users, SymmetricTiles::Room::square) + std::max(blocks, strips(shape.users))};
}

// Mean over all pairs of items, were all users alike.
double users_shared_by_two_items(const InteractionShape& shape) {
  if (shape.users == 0 || shape.items == 0) return 0;
  const auto interactions = static_cast<double>(shape.interactions);
  const auto items = static_cast<double>(shape.items);
  return interactions * interactions / static_cast<double>(shape.users) / (items * items);
}

// Multiplications that solve one target.
double solve_operations(double sources) {
  return sources * sources * (sources / 6 + 1);
}

// The wider lists of candidates and their solution.
Cost candidates_cost(const InteractionShape& shape, double sources, unsigned ratio, unsigned workers) {
  const auto n = static_cast<double>(shape.items);
  const double candidates = std::min(sources * ratio, std::max(n - 1, 0.0));
  if (candidates == sources) return {};
  return {n * solve_operations(candidates),
          static_cast<std::uint64_t>(8 * n * candidates + workers * 4.0 * candidates * candidates)};
}

std::string grouped(double value) {
  const char* const unit = value >= 1e12 ? "e12" : value >= 1e9 ? "e9" : value >= 1e6 ? "e6" : "";
  const double scaled = value / (value >= 1e12 ? 1e12 : value >= 1e9 ? 1e9 : value >= 1e6 ? 1e6 : 1);
  std::string text = std::to_string(scaled);
  text.resize(text.find('.') + 2);
  return text + unit;
}

std::string describe(const InteractionShape& shape, const ItemToItemOptions& options, const ItemToItemPlan& plan) {
  std::string text = std::to_string(shape.items) + " items, " + std::to_string(shape.users) + " users, " +
                     std::to_string(shape.interactions) + " interactions: ";
  switch (plan.way) {
    case ItemToItemWay::items:
      text += "inverse over items";
      break;
    case ItemToItemWay::users:
      text += "inverse over users";
      break;
    case ItemToItemWay::co_occurrence:
      text += "sources by co-occurrence";
      break;
  }
  text += ", at most " + std::to_string(options.neighbors) + " sources a target";
  if (options.refit) text += plan.keeps_products ? ", refit" : ", refit from the lists";
  text += "; about " + std::to_string(plan.bytes / 1'000'000 + 1) + " MB and " + grouped(plan.operations) +
          " multiplications";
  return text;
}

}  // namespace

std::string_view item_to_item_way_name(ItemToItemWay way) {
  switch (way) {
    case ItemToItemWay::items:
      return "items";
    case ItemToItemWay::users:
      return "users";
    case ItemToItemWay::co_occurrence:
      break;
  }
  return "co-occurrence";
}

Result<ItemToItemPlan> plan_item_to_item(const InteractionShape& shape, const ItemToItemOptions& options) {
  if (auto ok = check_options(options); !ok) return ok.error();
  const unsigned workers = worker_count(options.threads);
  const auto n = static_cast<double>(shape.items);
  const double sources = std::min(static_cast<double>(options.neighbors), std::max(n - 1, 0.0));
  // Lists of both directions, scales, the supports, and scratch for each worker.
  const std::uint64_t always =
      8 * std::uint64_t{shape.interactions} + 32 * (shape.items + shape.users) +
      std::uint64_t{16} * shape.items * static_cast<std::uint64_t>(sources) +
      workers * (12 * std::uint64_t{shape.items} + 4 * static_cast<std::uint64_t>((sources + 16) * (sources + 16)));
  const std::uint64_t from_lists = workers * (12 * std::uint64_t{shape.users} + 4 * std::uint64_t{shape.interactions});
  const std::uint64_t budget = memory_budget(options);

  const Cost items = items_cost(shape);
  const Cost users = users_cost(shape, workers);
  const std::uint64_t extra = always + (options.refit ? from_lists : 0);
  const auto fits = [&](const Cost& cost) {
    return cost.bytes + extra <= budget && cost.operations <= options.inverse_operations_limit;
  };

  ItemToItemPlan plan;
  if (options.way) {
    plan.way = *options.way;
  } else {
    const double user_steps = static_cast<double>(shape.interactions) * (static_cast<double>(shape.users) + n);
    const bool users_cheaper = shape.users < shape.items && shape.items > kManyItems &&
                               users.operations + (kListStep - 1) * user_steps < items.operations;
    if (fits(users) && (users_cheaper || (shape.items > kManyItems && !fits(items)))) {
      plan.way = ItemToItemWay::users;
    } else if (fits(items)) {
      plan.way = ItemToItemWay::items;
    } else if (options.refit) {
      plan.way = ItemToItemWay::co_occurrence;
    } else {
      return Error{ErrorCode::invalid_input,
                   "item-to-item options: expected refit for " + std::to_string(shape.items) + " items and " +
                       std::to_string(shape.users) + " users, of which no inverse fits " +
                       std::to_string(budget / 1'000'000) + " MB and " + grouped(options.inverse_operations_limit) +
                       " multiplications, got none"};
    }
  }

  const Cost cost = plan.way == ItemToItemWay::items ? items
                    : plan.way == ItemToItemWay::users
                        ? users
                        : candidates_cost(shape, sources, options.candidate_ratio, workers);
  plan.bytes = always + cost.bytes;
  plan.operations = cost.operations;
  if (options.refit) {
    const std::uint64_t products = SymmetricTiles::bytes(shape.items, SymmetricTiles::Room::upper);
    plan.keeps_products = plan.bytes + products <= budget &&
                          (plan.way == ItemToItemWay::items || users_shared_by_two_items(shape) >= kManyShared);
    plan.bytes += plan.keeps_products ? products : from_lists;
    plan.operations += n * solve_operations(sources);
  }
  plan.text = describe(shape, options, plan);
  return plan;
}

}  // namespace pocketrec
