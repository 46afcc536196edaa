#pragma once

#include <string>

#include "packing/model_contents.h"
#include "result/result.h"
#include "training/item_to_item.h"
#include "training/similar_items.h"

namespace pocketrec {

/// Weights as the file has them, by source, each target with its own scale (training/quantized_neighbors.h).
/// Errors: invalid_input for weights beyond 127 or 2^32 of them.
Result<NeighborContents> weighted_lists(std::string name, const SparseWeights& weights);

/// Similar items as the file has them. A request reads one row, so only the order within a row matters: the most
/// similar item of each row gets the weight 127, and all targets have the same scale, 1/127.
/// Errors: invalid_input for 2^32 entries.
Result<NeighborContents> ranked_lists(std::string name, const SimilarItems& similar);

}  // namespace pocketrec
