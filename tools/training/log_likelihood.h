#pragma once

#include <cstdint>

namespace pocketrec {

/// The log-likelihood ratio statistic of a 2 × 2 table of counts,
///   G² = 2 Σ k_ij ln(k_ij · total / (row_i · column_j)),
/// how surprising it is under independence that two things came together so often (Dunning, "Accurate Methods for the
/// Statistics of Surprise and Coincidence", Computational Linguistics 19(1), 1993). Above 3.84 chance alone does so in
/// less than 5 % of tables. At least 0; from operations that have the same bits on every target.
/// both: cases with the two · row, column: cases with the one, with the other · total: all cases.
/// Precondition: both ≤ row, column; row + column − both ≤ total.
double log_likelihood_ratio(std::uint64_t both, std::uint64_t row, std::uint64_t column, std::uint64_t total);

}  // namespace pocketrec
