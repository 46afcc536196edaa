#pragma once

#include "packing/model_contents.h"

namespace pocketrec {

/// A model of the numbers at the ends of their ranges: weights of ±127, scales of 0, 1 and 2^28, item scores of 0 and
/// 2^32 − 1, part weights that round to 0 and 1 units, time scales from 0.001 to 10^6, windows of 1, and a recommender
/// of twelve of the largest parts. The same on every machine.
ModelContents edge_model();

}  // namespace pocketrec
