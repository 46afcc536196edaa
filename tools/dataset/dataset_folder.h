#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/list_rules.h"
#include "datasets/named_filter.h"
#include "datasets/schema.h"
#include "result/result.h"

namespace pocketrec {

/// The dataset types in the order in which a folder is read: what ids point to comes before what points to it.
inline constexpr std::array kDatasetTypes = {DatasetType::items, DatasetType::users, DatasetType::actions,
                                             DatasetType::interactions, DatasetType::action_interactions};

/// "interactions", "items", "users", "actions", "action_interactions": a dataset's files are <name>.csv and
/// <name>.schema.json.
std::string_view dataset_file_name(DatasetType type);

/// One dataset of a folder.
struct DatasetFile {
  DatasetType type = DatasetType::interactions;
  std::filesystem::path csv;
  std::filesystem::path schema_file;  ///< empty when the folder has none
  Schema schema;                      ///< of schema_file, else default_schema() of the header
};

/// A data set: a folder with interactions.csv, and if there are any items.csv, users.csv, actions.csv,
/// action_interactions.csv, a schema for each, filters.json and rules.json. The files are not held open.
struct DatasetFolder {
  std::filesystem::path root;
  std::vector<DatasetFile> files;  ///< those that exist, in the order of kDatasetTypes
  std::vector<NamedFilter> filters;
  std::vector<NamedRules> list_rules = {};

  /// nullptr when the folder has no such dataset. The pointer lives as long as the DatasetFolder.
  const DatasetFile* file(DatasetType type) const;
};

/// Reads the schemas, filters and rules of a folder, and the header of a CSV file without a schema. Rows are not looked
/// at. Errors: resource_not_found for a folder or interactions.csv that is not there; invalid_input for a schema,
/// filters file, rules file or header that breaks a rule, with the file's name; io.
Result<DatasetFolder> open_dataset(const std::filesystem::path& root);

/// One dataset of the folder; nothing when it has no such CSV file. Errors: as open_dataset.
Result<std::optional<DatasetFile>> open_dataset_file(const std::filesystem::path& root, DatasetType type);

/// The filters of <root>/filters.json in the order of the file: a JSON list of objects with a "name" and a
/// "filterExpression", other members are passed over. None when there is no such file. Expressions are not parsed.
/// Errors: invalid_input for another form, an empty or repeated name; io.
Result<std::vector<NamedFilter>> read_filters(const std::filesystem::path& root);

/// What stands in a file; nothing when there is none. Errors: invalid_input for more than max_bytes; io.
Result<std::optional<std::string>> read_optional_text(const std::filesystem::path& path, std::size_t max_bytes);

/// Checks that the root is a folder. Errors: resource_not_found.
Result<void> expect_folder(const std::filesystem::path& root);

}  // namespace pocketrec
