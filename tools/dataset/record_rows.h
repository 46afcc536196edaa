#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "dataset/dataset_folder.h"
#include "datasets/record.h"
#include "datasets/schema.h"
#include "domain/field_value.h"
#include "result/result.h"

namespace pocketrec {

/// Calls visit for each row of a dataset in the order of the file; the values stand in the order of the schema. The
/// record is only there during the call. Memory does not depend on the file.
/// Errors: resource_not_found when the folder has no such dataset; invalid_input with the first error of the file
/// (`pocketrec-model check` lists all), after the rows before it were visited; io; what visit returns.
Result<void> for_each_record(const DatasetFolder& folder, DatasetType type,
                             const std::function<Result<void>(const Record&)>& visit);

/// The records of items, users or actions by id. Of several records with one id the last one counts.
struct RecordRows {
  std::vector<Field> fields;                     ///< those of the schema without the id
  std::vector<std::string> ids;                  ///< sorted bytewise, each once
  std::vector<std::vector<FieldValue>> columns;  ///< by field, then by row as in ids

  std::size_t size() const { return ids.size(); }
};

/// Reads all records of a dataset. Precondition: type is items, users or actions.
/// Errors: as for_each_record.
Result<RecordRows> read_records(const DatasetFolder& folder, DatasetType type);

}  // namespace pocketrec
