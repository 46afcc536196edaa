#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "dataset/dataset_folder.h"
#include "result/result.h"

namespace pocketrec {

/// A categorical column of the interactions, by row.
struct InteractionColumn {
  std::string name;                  ///< as the schema spells it
  std::vector<std::string> values;   ///< whole cells, sorted bytewise, each once
  std::vector<std::uint32_t> codes;  ///< by row: 0 is null, else 1 + position in values

  bool operator==(const InteractionColumn&) const = default;
};

/// The interactions of a data set, in the order of the file. Arrays of rows have the same size; a code is a position in
/// the list of names that belongs to it.
struct InteractionTable {
  std::vector<std::string> user_ids;  ///< sorted bytewise, each once
  std::vector<std::string> item_ids;  ///< sorted bytewise, each once: those that occur here, known to items.csv or not
  std::vector<std::string> event_types;  ///< sorted bytewise, each once; the empty name alone without such a column

  std::vector<std::uint32_t> users;      ///< codes by row
  std::vector<std::uint32_t> items;      ///< codes by row
  std::vector<std::uint32_t> types;      ///< codes by row
  std::vector<std::int64_t> timestamps;  ///< seconds since 1970
  std::vector<float> event_values;       ///< NaN is null; all of them without such a column

  std::vector<InteractionColumn> contexts;  ///< the categorical columns of the schema, in its order

  std::size_t repeated = 0;  ///< rows left out because all their fields equal those of a row before

  std::size_t size() const { return users.size(); }
};

/// Reads interactions.csv, or action_interactions.csv, whose actions then stand as items. Rows that repeat an earlier
/// one in every field of the schema are left out, as the service does (contract/events-api.md §2, de-duplication); they
/// are told by 64-bit hashes, so that of n rows one is wrongly left out with a probability of n² / 2^65. Precondition:
/// type is interactions or action_interactions. Errors: resource_not_found when the folder has no such dataset;
/// invalid_input with the first error of the file
/// (`pocketrec-model check` lists all); io.
Result<InteractionTable> read_interactions(const DatasetFolder& folder, DatasetType type = DatasetType::interactions);

}  // namespace pocketrec
