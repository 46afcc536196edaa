#include "training/implicit_als.h"

#include <algorithm>
#include <cmath>
#include <new>
#include <string>
#include <utility>

#include "training/normalized_interactions.h"

namespace pocketrec {
namespace {

constexpr double kFirstDeviation = 0.1;
constexpr double kSumDeviation = 37837;  // of four uniform 16-bit numbers: √(4 (2^32 − 1) / 12)

Result<void> check_options(const ImplicitAlsOptions& options) {
  return OptionCheck("implicit ALS")
      .in_range("dimensions", options.dimensions, 1, 512)
      .in_range("unobserved_weight", options.unobserved_weight, 1e-6, 10)
      .in_range("regularization", options.regularization, 1e-6, 1000)
      .in_range("exponent", options.exponent, 0, 2)
      .in_range("sweeps", options.sweeps, 1, 1000)
      .threads(options.threads)
      .result();
}

std::uint64_t split_mix(std::uint64_t state) {
  state += 0x9E3779B97F4A7C15U;
  state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9U;
  state = (state ^ (state >> 27)) * 0x94D049BB133111EBU;
  return state ^ (state >> 31);
}

ImplicitFactors train(const InteractionMatrix& matrix, const ImplicitAlsOptions& options) {
  const NormalizedInteractions interactions = normalize_interactions(matrix, 0, 0);
  const AlsWeights weights{options.unobserved_weight, options.regularization, options.exponent};
  const unsigned workers = worker_count(options.threads);
  FactorRows users(interactions.n_users(), options.dimensions);
  FactorRows items = first_item_factors(interactions.n_items(), options.dimensions, options.seed);
  const std::size_t user_steps = steps_of(interactions.n_users(), kHalfSweepLists);
  const std::size_t sweep_steps = user_steps + steps_of(interactions.n_items(), kHalfSweepLists);
  const auto report_from = [&](std::size_t before) -> TileReport {
    if (!options.progress) return nullptr;
    return [&options, before, total = sweep_steps * options.sweeps](std::size_t done) {
      options.progress("factors", before + done, total);
    };
  };
  for (unsigned sweep = 0; sweep < options.sweeps; ++sweep) {
    const std::size_t before = sweep * sweep_steps;
    half_sweep(interactions.items_of_user, items, weights, users, workers, report_from(before));
    half_sweep(interactions.users_of_item, users, weights, items, workers, report_from(before + user_steps));
  }
  ImplicitFactors factors{FactorRows(matrix.n_items, options.dimensions),
                          options.unobserved_weight * static_cast<double>(interactions.n_items())};
  for (std::size_t i = 0; i < interactions.n_items(); ++i) {
    std::copy_n(items.row(i), options.dimensions, factors.items.row(interactions.original_item[i]));
  }
  return factors;
}

}  // namespace

FactorRows first_item_factors(std::size_t items, std::size_t dimensions, std::uint64_t seed) {
  FactorRows rows(items, dimensions);
  const double unit = kFirstDeviation / (kSumDeviation * std::sqrt(static_cast<double>(dimensions)));
  for (std::uint64_t i = 0; i < items; ++i) {
    for (std::uint64_t k = 0; k < dimensions; ++k) {
      const std::uint64_t bits = split_mix((seed << 40) + i * 512 + k);
      std::int64_t sum = -2 * 65535;
      for (int piece = 0; piece < 4; ++piece) sum += static_cast<std::int64_t>((bits >> (16 * piece)) & 0xFFFF);
      rows.row(i)[k] = static_cast<float>(static_cast<double>(sum) * unit);
    }
  }
  return rows;
}

Result<ImplicitFactors> train_implicit_als(const InteractionMatrix& matrix, const ImplicitAlsOptions& options) {
  if (auto ok = check_interaction_matrix(matrix); !ok) return ok.error();
  if (auto ok = check_options(options); !ok) return ok.error();
  try {
    return train(matrix, options);
  } catch (const std::bad_alloc&) {
    const std::uint64_t vectors = matrix.n_users() + 2 * std::uint64_t{matrix.n_items};
    return Error{ErrorCode::invalid_input, "implicit ALS: expected about " +
                                               std::to_string(vectors * options.dimensions * 4 / 1'000'000 + 1) +
                                               " MB of memory, got less; set fewer dimensions"};
  }
}

}  // namespace pocketrec
