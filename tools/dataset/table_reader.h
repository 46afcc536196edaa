#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dataset/cell_rule.h"
#include "dataset/csv_reader.h"
#include "dataset/dataset_folder.h"
#include "dataset/problem.h"
#include "datasets/schema.h"
#include "result/result.h"

namespace pocketrec {

/// Reads the rows of one dataset as cells of its schema, and tells every rule that a row breaks by itself. Columns are
/// found by their name, in any case and order. Memory does not depend on the file.
class TableReader {
 public:
  /// `file` must outlive the reader. Errors: those of CsvReader::open.
  static Result<TableReader> open(const DatasetFile& file);

  /// Missing, repeated and extra columns. With an error among them there are no rows to read.
  const std::vector<Problem>& header_problems() const { return header_problems_; }

  /// Goes to the next row; false at the end. `problems` is overwritten with those of the row.
  /// Precondition: header_problems() has no error. Errors: io.
  Result<bool> next(std::vector<Problem>& problems);

  /// A cell for each field of the schema, empty when it is null; none at all when the line could not be split.
  /// Views, valid until the next call of next().
  std::span<const std::string_view> cells() const { return cells_; }

  const Schema& schema() const { return file_->schema; }
  std::uint64_t line() const { return csv_.line(); }

  /// A problem of the current row.
  Problem problem(ProblemKind kind, std::size_t field, std::string expected) const;

 private:
  TableReader(const DatasetFile& file, CsvReader csv);
  void match_columns();
  Problem fault_of_line() const;

  const DatasetFile* file_;
  CsvReader csv_;
  std::string name_;                  ///< of the file, for problems
  std::vector<std::size_t> columns_;  ///< of the CSV file, by schema field
  std::vector<CellRule> rules_;       ///< by schema field
  std::vector<Problem> header_problems_;
  std::vector<std::string_view> cells_;
};

/// Calls visit for every row of a dataset whose rows are all without an error.
/// Errors: resource_not_found when the folder has no such dataset; invalid_input with the first error of a row and how
/// to see all of them; io; what visit returns. Rows before the error were visited.
Result<void> for_each_row(const DatasetFolder& folder, DatasetType type,
                          const std::function<Result<void>(const TableReader&)>& visit);

}  // namespace pocketrec
