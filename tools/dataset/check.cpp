#include "dataset/check.h"

#include <algorithm>
#include <array>
#include <map>
#include <system_error>
#include <utility>

#include "dataset/dataset_folder.h"
#include "dataset/hash64.h"
#include "dataset/rules_file.h"
#include "dataset/table_reader.h"
#include "datasets/field_text.h"
#include "datasets/reserved_fields.h"

namespace pocketrec {
namespace {

namespace fs = std::filesystem;

constexpr double kMinCompleteness = 0.7;          // contract/datasets-and-schemas.md §5
constexpr std::size_t kMaxCategories = 1000;      // the same
constexpr std::uint64_t kMinInteractions = 1000;  // §8
constexpr std::size_t kMinUsers = 25;             // §8, with at least two interactions each

// What an Error says about a file, whose name stands in front of the message.
std::string without_name(const std::string& message, const std::string& name) {
  return message.starts_with(name + ": ") ? message.substr(name.size() + 2) : message;
}

// One run of check_dataset().
class Check {
 public:
  explicit Check(const fs::path& root) { report_.root = root; }

  CheckReport run();

 private:
  void check_file(DatasetType type);
  void check_rows(const DatasetFile& file, TableReader& reader, CheckedFile& checked);
  void check_columns(const CheckedFile& checked);
  void check_minimums(const CheckedFile& checked, const InteractionStatistics& statistics);
  void check_rules();
  void check_names();
  void add(ProblemKind kind, std::string file, std::string value, std::string expected, std::string column = "") {
    problems_.add({kind, std::move(file), 0, std::move(column), std::move(value), std::move(expected)});
  }
  void add_error(ProblemKind kind, const std::string& file, const Error& error) {
    add(kind, file, without_name(error.message, file), "");
  }

  CheckReport report_;
  ProblemList problems_;
  std::map<DatasetType, HashSet> ids_;  ///< of the items, users and actions that were read
};

// Ids of one column of interactions, and the records that they should point to.
struct Reference {
  std::size_t field;
  const HashSet* ids;  ///< nullptr: there is no such dataset
  ProblemKind kind;
  const char* expected;
};

// What is looked for in each row of one file, beyond what the reader finds.
class RowCheck {
 public:
  RowCheck(const DatasetFile& file, std::map<DatasetType, HashSet>& ids) : schema_(file.schema) {
    if (const std::string_view id = record_id_field(file.type); !id.empty()) {
      id_ = schema_.position(id);
      ids_ = &ids[file.type];
      return;
    }
    const auto set = [&](DatasetType type) {
      const auto found = ids.find(type);
      return found == ids.end() ? nullptr : &found->second;
    };
    user_ = schema_.position("USER_ID");
    const bool actions = file.type == DatasetType::action_interactions;
    item_ = schema_.position(actions ? "ACTION_ID" : "ITEM_ID");
    type_ = schema_.position("EVENT_TYPE");
    time_ = schema_.position("TIMESTAMP");
    references_ = {
        Reference{user_, set(DatasetType::users), ProblemKind::unknown_user, "the id of a row of users.csv"},
        actions
            ? Reference{item_, set(DatasetType::actions), ProblemKind::unknown_action, "the id of a row of actions.csv"}
            : Reference{item_, set(DatasetType::items), ProblemKind::unknown_item, "the id of a row of items.csv"}};
  }

  void check(const TableReader& row, ProblemList& problems, InteractionStatistics* statistics) {
    const auto cells = row.cells();
    if (ids_ != nullptr) {
      if (!cells[id_].empty() && !ids_->insert(hash64(cells[id_]))) {
        problems.add(row.problem(ProblemKind::repeated_record, id_, "an id of its own; the last record counts"));
      }
      return;
    }
    const auto cell = [&](std::size_t field) { return field == kNoField ? std::string_view() : cells[field]; };
    statistics->add(cell(user_), cell(item_), cell(type_), parse_integer(cell(time_), FieldType::integer64));
    for (const Reference& reference : references_) {
      if (reference.ids == nullptr || cells[reference.field].empty()) continue;
      if (reference.ids->contains(hash64(cells[reference.field]))) continue;
      problems.add(row.problem(reference.kind, reference.field, reference.expected));
    }
    if (rows_.add(hash64(cells))) {
      Problem problem = row.problem(ProblemKind::repeated_interaction, user_, "a row that differs from all before it");
      problem.column.clear();
      problems.add(std::move(problem));
    }
  }

  const RepeatedRows& rows() const { return rows_; }

 private:
  const Schema& schema_;
  std::size_t id_ = kNoField;
  HashSet* ids_ = nullptr;  ///< of this dataset; nullptr for interactions
  std::size_t user_ = kNoField;
  std::size_t item_ = kNoField;
  std::size_t type_ = kNoField;
  std::size_t time_ = kNoField;
  std::array<Reference, 2> references_{};
  RepeatedRows rows_;
};

CheckReport Check::run() {
  for (DatasetType type : kDatasetTypes) check_file(type);
  const auto filters = read_filters(report_.root);
  if (filters) {
    report_.filters = filters->size();
  } else {
    add_error(ProblemKind::bad_filters, "filters.json", filters.error());
  }
  check_rules();
  check_names();
  report_.problems = problems_.sorted();
  return std::move(report_);
}

void Check::check_file(DatasetType type) {
  const std::string name = std::string(dataset_file_name(type)) + ".csv";
  const auto file = open_dataset_file(report_.root, type);
  if (!file) {
    const std::string schema_name = std::string(dataset_file_name(type)) + ".schema.json";
    const bool of_schema = file.error().message.starts_with(schema_name);
    if (of_schema) return add_error(ProblemKind::bad_schema, schema_name, file.error());
    return add_error(ProblemKind::unreadable_file, name, file.error());
  }
  if (!file->has_value()) {
    if (type == DatasetType::interactions) add(ProblemKind::missing_file, name, "", "a file of that name");
    return;
  }
  auto reader = TableReader::open(**file);
  if (!reader) return add_error(ProblemKind::unreadable_file, name, reader.error());

  CheckedFile checked;
  checked.type = type;
  checked.name = name;
  checked.schema_name = (*file)->schema_file.filename().string();
  for (const Field& field : (*file)->schema.fields) checked.columns.emplace_back(field);
  for (const Problem& problem : reader->header_problems()) problems_.add(problem);
  if (first_error(reader->header_problems()) == nullptr) {
    check_rows(**file, *reader, checked);
    check_columns(checked);
  }
  report_.files.push_back(std::move(checked));
}

void Check::check_rows(const DatasetFile& file, TableReader& reader, CheckedFile& checked) {
  RowCheck row_check(file, ids_);
  std::optional<InteractionStatistics> statistics;
  if (record_id_field(file.type).empty()) statistics.emplace();
  std::vector<Problem> problems;
  while (true) {
    const auto more = reader.next(problems);
    if (!more) {
      add_error(ProblemKind::unreadable_file, checked.name, more.error());
      break;
    }
    if (!*more) break;
    ++checked.rows;
    for (Problem& problem : problems) problems_.add(std::move(problem));
    const auto cells = reader.cells();
    if (cells.empty()) continue;
    for (std::size_t i = 0; i < cells.size(); ++i) checked.columns[i].add(cells[i]);
    row_check.check(reader, problems_, statistics ? &*statistics : nullptr);
  }
  if (!statistics) return;
  problems_.set_count(ProblemKind::repeated_interaction, checked.name, row_check.rows().total(),
                      row_check.rows().is_exact());
  check_minimums(checked, *statistics);
  (file.type == DatasetType::interactions ? report_.interactions : report_.action_interactions) = std::move(statistics);
}

void Check::check_columns(const CheckedFile& checked) {
  for (const ColumnStatistics& column : checked.columns) {
    if (column.field().nullable && column.completeness() < kMinCompleteness) {
      add(ProblemKind::sparse_column, checked.name,
          std::to_string(column.filled()) + " of " + std::to_string(column.rows()) + " rows",
          "values in 70 % of the rows", column.field().name);
    }
    if (column.field().categorical && column.distinct() > kMaxCategories) {
      const std::string more = column.distinct_is_exact() ? "" : "more than ";
      add(ProblemKind::many_categories, checked.name,
          more + std::to_string(std::min(column.distinct(), ColumnStatistics::kMaxDistinct)),
          "at most 1000 distinct values", column.field().name);
    }
  }
}

void Check::check_minimums(const CheckedFile& checked, const InteractionStatistics& statistics) {
  if (checked.type != DatasetType::interactions) return;
  if (checked.rows < kMinInteractions) {
    add(ProblemKind::few_interactions, checked.name, std::to_string(checked.rows),
        "1000 interactions, as Amazon Personalize does; training works with any number");
  }
  if (const std::size_t users = statistics.per_user().with_two; users < kMinUsers) {
    add(ProblemKind::few_users, checked.name, std::to_string(users),
        "25 users with two interactions or more, as Amazon Personalize does; training works with any number");
  }
}

void Check::check_rules() {
  const auto rules = read_rules(report_.root);
  if (!rules) return add_error(ProblemKind::bad_rules, "rules.json", rules.error());
  report_.list_rules = rules->size();
  const auto items = open_dataset_file(report_.root, DatasetType::items);
  if (!items) return;  // told already
  if (auto ok = check_rule_columns(*rules, *items ? &(*items)->schema : nullptr); !ok) {
    add_error(ProblemKind::bad_rules, "rules.json", ok.error());
  }
}

// Files whose name is close to one that is read, and schemas of datasets that are not there.
void Check::check_names() {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(report_.root, error), end; !error && entry != end; entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  std::ranges::sort(names);
  for (const std::string& name : names) {
    if (!name.ends_with(".csv") && !name.ends_with(".schema.json")) continue;
    const bool used = std::ranges::any_of(kDatasetTypes, [&](DatasetType type) {
      const std::string csv = std::string(dataset_file_name(type)) + ".csv";
      return name == csv ||
             (name == std::string(dataset_file_name(type)) + ".schema.json" && std::ranges::binary_search(names, csv));
    });
    if (!used) {
      add(ProblemKind::unused_file, name, excerpt(name),
          "interactions, items, users, actions or action_interactions as its name, with .csv; the file is not read");
    }
  }
}

}  // namespace

std::uint64_t CheckReport::count(Severity severity) const {
  std::uint64_t total = 0;
  for (const ProblemGroup& group : problems) {
    if (severity_of(group.kind) == severity) total += group.count;
  }
  return total;
}

Result<CheckReport> check_dataset(const fs::path& root) {
  if (auto ok = expect_folder(root); !ok) return ok.error();
  return Check(root).run();
}

}  // namespace pocketrec
