#pragma once

#include <string>

#include "recipes/training_data.h"

namespace pocketrec {

/// BLAKE2b-128 over all that a model is made from, in hexadecimal: the same for data in one folder and in several
/// parts, and for any order of its records. What `data.fingerprint` is does not matter.
std::string fingerprint_of(const TrainingData& data);

}  // namespace pocketrec
