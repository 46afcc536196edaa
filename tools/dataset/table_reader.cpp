#include "dataset/table_reader.h"

#include <algorithm>

#include "datasets/field_text.h"

namespace pocketrec {
namespace {

Error refusal(const DatasetFolder& folder, const Problem& problem) {
  return {ErrorCode::invalid_input,
          to_text(problem) + " (`pocketrec-model check " + folder.root.string() + "` lists all problems)"};
}

}  // namespace

TableReader::TableReader(const DatasetFile& file, CsvReader csv)
    : file_(&file), csv_(std::move(csv)), name_(file.csv.filename().string()) {
  for (const Field& field : file.schema.fields) rules_.emplace_back(field, file.type);
  match_columns();
}

Result<TableReader> TableReader::open(const DatasetFile& file) {
  auto csv = CsvReader::open(file.csv);
  if (!csv) return csv.error();
  return TableReader(file, *std::move(csv));
}

void TableReader::match_columns() {
  const std::vector<std::string>& header = csv_.header();
  const auto named = [&](std::string_view name, std::size_t from) {
    while (from < header.size() && !same_column_name(header[from], name)) ++from;
    return from;
  };
  std::string missing;
  for (const Field& field : schema().fields) {
    const std::size_t column = named(field.name, 0);
    columns_.push_back(column);
    if (column == header.size()) missing += (missing.empty() ? "" : ", ") + field.name;
  }
  if (!missing.empty()) {
    header_problems_.push_back({ProblemKind::missing_column, name_, 1, "", "",
                                "Input CSV is missing the following columns:[" + missing + "]."});
  }
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (const std::size_t again = named(header[i], i + 1); again != header.size()) {
      header_problems_.push_back({ProblemKind::repeated_column, name_, 1, header[i],
                                  "columns " + std::to_string(i + 1) + " and " + std::to_string(again + 1),
                                  "one column of that name"});
    }
    if (schema().find(header[i]) == nullptr) {
      header_problems_.push_back({ProblemKind::extra_column, name_, 1, header[i], excerpt(header[i]),
                                  "a field of the schema; the column is not read"});
    }
  }
}

Result<bool> TableReader::next(std::vector<Problem>& problems) {
  problems.clear();
  cells_.clear();
  const auto step = csv_.next();
  if (!step) return step.error();
  if (*step == CsvReader::Step::end) return false;
  if (*step == CsvReader::Step::malformed) {
    problems.push_back(fault_of_line());
    return true;
  }
  const std::span<const std::string_view> row = csv_.cells();
  for (std::size_t field = 0; field < columns_.size(); ++field) {
    cells_.push_back(row[columns_[field]]);
    if (auto fault = rules_[field].check(cells_.back(), csv_.ascii())) {
      problems.push_back(problem(fault->kind, field, std::move(fault->expected)));
    }
  }
  return true;
}

Problem TableReader::problem(ProblemKind kind, std::size_t field, std::string expected) const {
  const std::string_view value = cells_[field];
  return {kind,
          name_,
          line(),
          schema().fields[field].name,
          value.empty() ? "an empty value" : excerpt(value),
          std::move(expected)};
}

Problem TableReader::fault_of_line() const {
  const CsvFault& fault = csv_.fault();
  Problem problem{ProblemKind::malformed_line, name_, line(), "", fault.got, fault.expected};
  if (fault.kind == CsvFault::Kind::long_line) problem.kind = ProblemKind::long_line;
  if (fault.kind == CsvFault::Kind::cell_count) problem.kind = ProblemKind::cell_count;
  if (problem.kind == ProblemKind::malformed_line) {
    problem.column =
        fault.cell < csv_.header().size() ? csv_.header()[fault.cell] : "column " + std::to_string(fault.cell + 1);
  }
  return problem;
}

Result<void> for_each_row(const DatasetFolder& folder, DatasetType type,
                          const std::function<Result<void>(const TableReader&)>& visit) {
  const DatasetFile* file = folder.file(type);
  if (file == nullptr) {
    return Error{ErrorCode::resource_not_found,
                 folder.root.string() + ": expected a file " + std::string(dataset_file_name(type)) + ".csv, got none"};
  }
  auto reader = TableReader::open(*file);
  if (!reader) return reader.error();
  if (const Problem* error = first_error(reader->header_problems())) return refusal(folder, *error);
  std::vector<Problem> problems;
  while (true) {
    const auto more = reader->next(problems);
    if (!more) return more.error();
    if (!*more) return {};
    if (const Problem* error = first_error(problems)) return refusal(folder, *error);
    if (auto ok = visit(*reader); !ok) return ok.error();
  }
}

}  // namespace pocketrec
