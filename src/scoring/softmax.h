#pragma once

#include <span>
#include <vector>

#include "domain/scored_item.h"

namespace pocketrec {

/// exp(scale · s_i) ÷ Σ_j exp(scale · s_j) over all entries (contract/runtime-api.md §5). scale: per 1.0 of score.
/// Empty scores: empty. Summed from the first entry to the last.
std::vector<double> softmax(std::span<const Score> scores, double scale);

}  // namespace pocketrec
