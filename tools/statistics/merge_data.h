#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "recipes/training_data.h"
#include "result/result.h"

namespace pocketrec {

/// A part of the data over a vocabulary of its own.
struct DataPart {
  std::string name;  ///< for messages
  TrainingData data;
};

/// The data that load_training_data() would read from a folder with the records and events of all parts.
/// item_of: gets for each part the rows of its items in the result. Errors: invalid_input with the parts' names for
/// other fields or filters, for cells that say different things of the same item or user (null says nothing), and
/// for a user with events in two parts. Precondition: there is a part; the events of each are in the order of users.
Result<TrainingData> merge_data(std::vector<DataPart> parts, std::vector<std::vector<std::uint32_t>>& item_of);

}  // namespace pocketrec
