#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "result/result.h"
#include "training/als_half_sweep.h"
#include "training/interaction_matrix.h"
#include "training/item_to_item.h"

namespace pocketrec {

/// Settings of train_implicit_als. The defaults were chosen on the validation part of Gowalla.
struct ImplicitAlsOptions {
  unsigned dimensions = 64;         ///< 1 to 512
  double unobserved_weight = 0.01;  ///< α0, 1e-6 to 10: what a pair without an interaction counts
  double regularization = 0.006;    ///< λ, 1e-6 to 1000
  double exponent = 1;              ///< ν, 0 to 2: how the ridge grows with the number of interactions
  unsigned sweeps = 10;             ///< over users and items, 1 to 1000
  std::uint64_t seed = 1;           ///< of the first item vectors
  unsigned threads = 0;             ///< 0: one per processor. The result is the same for any number
  TrainingProgress progress;        ///< stage "factors"
};

/// Item vectors, and what a user's vector is found with. Owns its memory.
struct ImplicitFactors {
  FactorRows items;       ///< one row an item of the catalogue, zero without interactions
  double unobserved = 0;  ///< α0 times the number of items with interactions: the ridge's part that users share
};

/// Implicit ALS: vectors w_u of users and v_i of items with the least
///   Σ_observed (1 − w_u·v_i)² + α0 Σ_all (w_u·v_i)²
///   + λ (Σ_u (n_u + α0 n_items)^ν |w_u|² + Σ_i (n_i + α0 n_users)^ν |v_i|²)
/// (Hu, Koren & Volinsky, "Collaborative Filtering for Implicit Feedback Datasets", ICDM 2008; Rendle et al.,
/// "Revisiting the Performance of iALS on Item Recommendation Benchmarks", RecSys 2022), by exact solves for all users,
/// then for all items, `sweeps` times. Users and items without interactions are left out of all numbers.
///
/// First entry k of item i (counted among those with interactions): the sum of the four 16-bit pieces of the output of
/// SplitMix64 (Steele, Lea & Flood, OOPSLA 2014) whose state is seed · 2^40 + i · 512 + k (mod 2^64), less 131,070,
/// times 0.1 / (37,837 √dimensions): nearly a normal number of standard deviation 0.1 / √dimensions.
/// Same input, same bytes: for any number of threads and on any x86-64.
/// Errors: invalid_input for a matrix that breaks its invariants, an option outside its range, or when the system
/// refuses the memory.
Result<ImplicitFactors> train_implicit_als(const InteractionMatrix& matrix, const ImplicitAlsOptions& options);

/// The item vectors that training starts from, as told above.
FactorRows first_item_factors(std::size_t items, std::size_t dimensions, std::uint64_t seed);

}  // namespace pocketrec
