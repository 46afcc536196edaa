#pragma once

#include <cstdint>
#include <span>

#include "domain/scores.h"
#include "model/factors.h"
#include "scoring/history.h"
#include "scoring/infer_user_vector.h"

namespace pocketrec {

/// Σ_k user[k] · row[k], exact. Precondition: both have the same size, at most kMaxDimensions; user has no -32768 and
/// row no -128.
std::int32_t dot(std::span<const std::int16_t> user, std::span<const std::int8_t> row);

/// Adds weight · (u · v_i) to the score of every item i of `items`. Integers throughout: u · v_i is cut (towards minus
/// infinity) to 24 fractional bits before the weight multiplies it. weight: real weight × 2^kPartWeightFractionBits, at
/// most 1.0 in size · What is added is below 2^59 in size. Precondition: the vector is not empty. `items` may be what
/// `scores` has touched.
void add_factor_scores(const Factors& factors, const UserVector& user, std::int64_t weight,
                       std::span<const ItemIndex> items, Scores& scores);

}  // namespace pocketrec
