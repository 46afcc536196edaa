#pragma once

#include <string>

#include "dataset/dataset_folder.h"
#include "evaluation/split_files.h"
#include "result/result.h"

namespace pocketrec {

/// BLAKE2b-128 over name, length and content of every file that a data set's folder is read from, in hexadecimal.
/// Errors: io.
Result<std::string> fingerprint_of(const DatasetFolder& folder);

/// The same over the events of a published split.
std::string fingerprint_of(const GivenSplit& split);

}  // namespace pocketrec
