#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "dataset/column_statistics.h"
#include "dataset/interaction_statistics.h"
#include "dataset/problem_list.h"
#include "datasets/schema.h"
#include "result/result.h"

namespace pocketrec {

/// What was read of one dataset.
struct CheckedFile {
  DatasetType type = DatasetType::interactions;
  std::string name;                       ///< of the CSV file
  std::string schema_name;                ///< of the schema file; empty: the default schema of the header
  std::uint64_t rows = 0;                 ///< lines that hold a record, with or without errors
  std::vector<ColumnStatistics> columns;  ///< by schema field, of the rows that could be split into cells
};

/// What check_dataset() found.
struct CheckReport {
  std::filesystem::path root;
  std::vector<CheckedFile> files;
  std::optional<InteractionStatistics> interactions;
  std::optional<InteractionStatistics> action_interactions;  ///< whose items are actions
  std::size_t filters = 0;                                   ///< expressions in filters.json
  std::size_t list_rules = 0;                                ///< recommenders in rules.json
  std::vector<ProblemGroup> problems;                        ///< errors first

  /// Number of problems of a severity.
  std::uint64_t count(Severity severity) const;

  /// True when the data set cannot be trained on.
  bool has_errors() const { return count(Severity::error) != 0; }
};

/// Validates all of a data set: schemas, headers, every cell, and ids across files. What open_dataset(), the readers of
/// interactions and records refuse is exactly what counts as an error here.
///
/// Memory: files are streamed. Kept are 64-bit hashes of the ids of items, users and actions (for repeated records and
/// ids that point nowhere; HashSet says how rarely they err), a count for each user of interactions, up to 10000 hashes
/// of distinct values for each column, and the hashes of up to 8 million interactions (RepeatedRows; about 200 MB at
/// the most). The time grows with the files, and with nothing else. Errors: resource_not_found when `root` is no
/// folder. Everything inside the folder is a problem of the report.
Result<CheckReport> check_dataset(const std::filesystem::path& root);

/// The report for people: tables of files, interactions and columns, the problems, and a last line with the verdict.
std::string to_text(const CheckReport& report);

/// The report as a JSON object with the members dataSet, verdict ("ok", "errors"), errors, warnings, notes, files,
/// interactions, actionInteractions, filters, rules and problems. Values that are not UTF-8 are shown with U+FFFD.
std::string to_json(const CheckReport& report);

}  // namespace pocketrec
