#include "statistics/write_statistics.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "dataset/rules_file.h"
#include "packing/write_file.h"
#include "recipes/event_weights.h"
#include "statistics/row_code.h"
#include "statistics/sqlite_file.h"
#include "statistics/tables.h"
#include "training/user_sums.h"

namespace pocketrec {
namespace {

constexpr std::size_t kRowsOfBatch = 256;

/// Writes tables. After a failure it does nothing more, and tells of it at the end.
class TableWriter {
 public:
  explicit TableWriter(SqliteFile& file) : file_(file), status_(file.execute("BEGIN")) {
    if (status_) status_ = file_.execute(kTables);
  }

  /// Runs a statement for each of `count` rows that bind(statement, row) does not refuse.
  template <typename Bind>
  void insert(std::string_view sql, std::size_t count, const Bind& bind) {
    if (!status_) return;
    auto statement = file_.prepare(sql);
    if (!statement) {
      status_ = statement.error();
      return;
    }
    for (std::size_t row = 0; row < count; ++row) {
      if (!bind(*statement, row)) continue;
      if (auto ok = statement->step(); !ok) {
        status_ = ok.error();
        return;
      }
    }
  }

  void fields(DatasetType dataset, const std::vector<Field>& fields) {
    insert("INSERT INTO field VALUES(?,?,?,?,?)", fields.size(), [&](SqliteStatement& statement, std::size_t i) {
      const Field& field = fields[i];
      statement.start(number(dataset), number(i), std::string_view(field.name), number(field.type), flags_of(field));
      return true;
    });
  }

  void records(DatasetType dataset, const RecordContents& records) {
    insert("INSERT INTO record VALUES(?,?,?)", records.ids.size(), [&](SqliteStatement& statement, std::size_t i) {
      statement.start(number(dataset), number(i), std::string_view(records.ids[i]));
      return true;
    });
    std::vector<Field> record_fields;
    for (const ColumnContents& column : records.columns) {
      insert("INSERT INTO cell VALUES(?,?,?,?)", column.cells.size(), [&](SqliteStatement& statement, std::size_t i) {
        return std::visit(
            [&](const auto& value) {
              using Value = std::decay_t<decltype(value)>;
              if constexpr (std::is_same_v<Value, std::monostate>) {
                return false;
              } else if constexpr (std::is_same_v<Value, std::string>) {
                statement.start(number(dataset), number(record_fields.size()), number(i), std::string_view(value));
              } else if constexpr (std::is_same_v<Value, bool>) {
                statement.start(number(dataset), number(record_fields.size()), number(i), number(value));
              } else {
                statement.start(number(dataset), number(record_fields.size()), number(i), value);
              }
              return true;
            },
            column.cells[i]);
      });
      record_fields.push_back(column.field);
    }
    fields(dataset, record_fields);
  }

  void events(const TrainingData& data) {
    insert("INSERT INTO event VALUES(?,?,?,?,?,?)", data.user.size(), [&](SqliteStatement& statement, std::size_t i) {
      const auto start = [&](auto value) {
        statement.start(number(i), number(data.user[i]), number(data.item[i]), number(data.event_type[i]), data.time[i],
                        value);
      };
      if (std::isnan(data.value[i])) {
        start(nullptr);
      } else {
        start(static_cast<double>(data.value[i]));
      }
      return true;
    });
  }

  void contexts(const std::vector<InteractionColumn>& columns) {
    insert("INSERT INTO context VALUES(?,?)", columns.size(), [&](SqliteStatement& statement, std::size_t i) {
      statement.start(number(i), std::string_view(columns[i].name));
      return true;
    });
    for (std::size_t column = 0; column < columns.size(); ++column) {
      const auto& [name, values, codes] = columns[column];
      insert("INSERT INTO context_value VALUES(?,?,?)", values.size(), [&](SqliteStatement& statement, std::size_t i) {
        statement.start(number(column), number(i), std::string_view(values[i]));
        return true;
      });
      insert("INSERT INTO event_context VALUES(?,?,?)", codes.size(), [&](SqliteStatement& statement, std::size_t i) {
        statement.start(number(column), number(i), number(codes[i]));
        return codes[i] != 0;
      });
    }
  }

  Result<void> finish() {
    if (status_) status_ = file_.execute("COMMIT");
    return status_;
  }

 private:
  template <typename Integer>
  static std::int64_t number(Integer value) {
    return static_cast<std::int64_t>(value);
  }

  SqliteFile& file_;
  Result<void> status_;
};

void write_data(const TrainingData& data, const ModelSettings& settings, TableWriter& writer) {
  const std::vector<CountedSetting> header = counted_settings(settings);
  writer.insert("INSERT INTO header VALUES('version',?),('data',?)", 1, [&](SqliteStatement& statement, std::size_t) {
    statement.start(kStatisticsVersion, std::string_view(data.fingerprint));
    return true;
  });
  writer.insert("INSERT INTO header VALUES(CAST(? AS TEXT),?)", header.size(),
                [&](SqliteStatement& statement, std::size_t i) {
                  statement.start(header[i].name, std::string_view(header[i].value));
                  return true;
                });
  const std::string rules = rules_text(data.list_rules);
  writer.insert("INSERT INTO header VALUES('rules',?)", rules.empty() ? 0 : 1,
                [&](SqliteStatement& statement, std::size_t) {
                  statement.start(std::string_view(rules));
                  return true;
                });
  writer.insert("INSERT INTO filter VALUES(?,?)", data.filters.size(), [&](SqliteStatement& statement, std::size_t i) {
    statement.start(std::string_view(data.filters[i].name), std::string_view(data.filters[i].expression));
    return true;
  });
  writer.insert("INSERT INTO event_type VALUES(?,?)", data.event_types.size(),
                [&](SqliteStatement& statement, std::size_t i) {
                  statement.start(static_cast<std::int64_t>(i), std::string_view(data.event_types[i]));
                  return true;
                });
  writer.fields(DatasetType::interactions, data.interaction_fields);
  writer.records(DatasetType::items, data.items);
  writer.records(DatasetType::users, data.users);
  writer.events(data);
  writer.contexts(data.contexts);
}

/// Rows are counted by all threads, a batch at a time, and written by this one.
void write_sums(SumKind kind, UserGroup group, SumShape shape, const CountedSums& sums, const BuildOptions& options,
                TableWriter& writer) {
  std::vector<RowEncoder> rows(kRowsOfBatch);
  const auto report = stage_report(options.progress, "counting", shape.rows);
  for (std::uint32_t first = 0; first < shape.rows; first += kRowsOfBatch) {
    const std::size_t count = std::min<std::size_t>(kRowsOfBatch, shape.rows - first);
    for_each_tile(worker_count(options.threads), count, [&](std::size_t i, unsigned) {
      rows[i].clear();
      sums.read_row(kind, first + static_cast<std::uint32_t>(i),
                    [&](std::uint32_t index, std::int64_t summand) { rows[i].add(index, summand); });
    });
    writer.insert("INSERT INTO sum VALUES(?,?,?)", count, [&](SqliteStatement& statement, std::size_t i) {
      const std::string_view entries = rows[i].bytes();
      const std::int64_t key = sum_key(kind, group, first + static_cast<std::uint32_t>(i));
      statement.start(key, entries, row_hash(key, entries));
      return true;
    });
    if (report) report(first + count);
  }
}

Result<void> write_group(const TrainingData& data, UserGroup group, const ModelSettings& settings,
                         const BuildOptions& options, TableWriter& writer) {
  const std::vector<std::uint32_t> rows = rows_with_weight(data, rows_of_group(data, group), settings.events);
  const auto matrix = interaction_matrix_of(data, rows);
  if (!matrix) return matrix.error();
  const ItemSequences sequences = sequences_of(data, rows);
  const UserSums sums(*matrix, settings.user_exponent, sequences, settings.time_scales);
  const auto n_scales = static_cast<std::uint32_t>(settings.time_scales.size());
  for (const SumKind kind : kSumKinds) {
    write_sums(kind, group, sum_shape(kind, matrix->n_items, n_scales), sums, options, writer);
  }
  return {};
}

Result<void> write_all(SqliteFile& file, const TrainingData& data, const ModelSettings& settings,
                       const BuildOptions& options) {
  TableWriter writer(file);
  write_data(data, settings, writer);
  for (const UserGroup group : kUserGroups) {
    if (auto ok = write_group(data, group, settings, options, writer); !ok) return ok.error();
  }
  return writer.finish();
}

}  // namespace

Result<void> write_statistics(const std::filesystem::path& path, const TrainingData& data,
                              const ModelSettings& settings, const BuildOptions& options) {
  if (data.item.empty()) return Error{ErrorCode::invalid_input, "there are no interactions to count"};
  const std::filesystem::path beside = path.string() + ".part";
  Result<void> written;
  {
    auto file = SqliteFile::create(beside);
    written = file ? write_all(*file, data, settings, options) : Result<void>(file.error());
  }
  if (written) return replace_file(beside, path);
  std::error_code ignored;
  std::filesystem::remove(beside, ignored);
  return written;
}

}  // namespace pocketrec
