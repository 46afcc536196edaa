#include "statistics/part_file.h"

#include <limits>
#include <utility>

#include "dataset/rules_file.h"
#include "recipes/fingerprint.h"
#include "statistics/row_code.h"

namespace pocketrec {
namespace {

Error damaged(const std::string& path, const std::string& what) {
  return {ErrorCode::invalid_input, path + ": expected statistics as `count` writes them, got " + what};
}

Error damaged_row(const std::string& path) {
  return damaged(path, "a row of sums that was changed");
}

/// Calls take(statement) for each row.
template <typename... Values, typename Take>
Result<void> for_each_row_of(const SqliteFile& file, std::string_view sql, const Take& take, const Values&... values) {
  auto statement = file.prepare(sql);
  if (!statement) return statement.error();
  statement->start(values...);
  while (true) {
    const auto more = statement->step();
    if (!more) return more.error();
    if (!*more) return {};
    if (!take(*statement)) return damaged(file.path(), "a number out of range");
  }
}

bool below(std::int64_t number, std::size_t limit) {
  return number >= 0 && static_cast<std::uint64_t>(number) < limit;
}

Result<void> read_fields(const SqliteFile& file, DatasetType dataset, std::vector<Field>& fields) {
  return for_each_row_of(
      file, "SELECT name, type, flags FROM field WHERE dataset = ? ORDER BY number",
      [&](const SqliteStatement& row) {
        if (!below(row.integer(1), static_cast<std::size_t>(FieldType::boolean) + 1)) return false;
        Field field;
        field.name = row.text(0);
        field.type = static_cast<FieldType>(row.integer(1));
        set_flags(row.integer(2), field);
        fields.push_back(std::move(field));
        return true;
      },
      static_cast<std::int64_t>(dataset));
}

FieldValue cell_of(const SqliteStatement& row, int column, FieldType type) {
  switch (type) {
    case FieldType::string:
      return std::string(row.text(column));
    case FieldType::integer32:
    case FieldType::integer64:
      return row.integer(column);
    case FieldType::float32:
    case FieldType::float64:
      return row.real(column);
    case FieldType::boolean:
      break;
  }
  return row.integer(column) != 0;
}

Result<void> read_records(const SqliteFile& file, DatasetType type, RecordContents& records) {
  const auto dataset = static_cast<std::int64_t>(type);
  auto ok = for_each_row_of(
      file, "SELECT id FROM record WHERE dataset = ? ORDER BY number",
      [&](const SqliteStatement& row) {
        records.ids.emplace_back(row.text(0));
        return records.ids.size() < 2 || records.ids[records.ids.size() - 2] < records.ids.back();
      },
      dataset);
  if (!ok) return ok;
  std::vector<Field> fields;
  if (ok = read_fields(file, type, fields); !ok) return ok;
  for (Field& field : fields) {
    records.columns.push_back({std::move(field), std::vector<FieldValue>(records.ids.size())});
  }
  return for_each_row_of(
      file, "SELECT field, record, value FROM cell WHERE dataset = ?",
      [&](const SqliteStatement& row) {
        if (!below(row.integer(0), records.columns.size()) || !below(row.integer(1), records.ids.size())) return false;
        ColumnContents& column = records.columns[static_cast<std::size_t>(row.integer(0))];
        column.cells[static_cast<std::size_t>(row.integer(1))] = cell_of(row, 2, column.field.type);
        return true;
      },
      dataset);
}

Result<void> read_contexts(const SqliteFile& file, TrainingData& data) {
  auto ok = for_each_row_of(file, "SELECT name FROM context ORDER BY number", [&](const SqliteStatement& row) {
    data.contexts.push_back({std::string(row.text(0)), {}, std::vector<std::uint32_t>(data.user.size(), 0)});
    return true;
  });
  if (!ok) return ok;
  ok = for_each_row_of(file, "SELECT context, name FROM context_value ORDER BY context, number",
                       [&](const SqliteStatement& row) {
                         if (!below(row.integer(0), data.contexts.size())) return false;
                         data.contexts[static_cast<std::size_t>(row.integer(0))].values.emplace_back(row.text(1));
                         return true;
                       });
  if (!ok) return ok;
  return for_each_row_of(file, "SELECT context, event, code FROM event_context", [&](const SqliteStatement& row) {
    if (!below(row.integer(0), data.contexts.size())) return false;
    InteractionColumn& column = data.contexts[static_cast<std::size_t>(row.integer(0))];
    if (!below(row.integer(1), column.codes.size()) || !below(row.integer(2), column.values.size() + 1)) return false;
    column.codes[static_cast<std::size_t>(row.integer(1))] = static_cast<std::uint32_t>(row.integer(2));
    return true;
  });
}

}  // namespace

Result<std::unique_ptr<PartFile>> PartFile::open(const std::filesystem::path& path) {
  auto file = SqliteFile::open(path);
  if (!file) return file.error();
  auto find_row = file->prepare("SELECT entries, hash FROM sum WHERE key = ?");
  if (!find_row) return damaged(path.string(), "another file");
  std::unique_ptr<PartFile> part(new PartFile(*std::move(file), *std::move(find_row)));
  if (auto ok = part->read_header(); !ok) return ok.error();
  return part;
}

Result<void> PartFile::read_header() {
  std::int64_t version = 0;
  ModelSettings defaults;
  for (CountedSetting setting : counted_settings(defaults)) {
    setting.value.clear();
    settings_.push_back(setting);
  }
  auto ok = for_each_row_of(file_, "SELECT name, value FROM header", [&](const SqliteStatement& row) {
    if (row.text(0) == "version") version = row.integer(1);
    if (row.text(0) == "data") fingerprint_ = row.text(1);
    for (CountedSetting& setting : settings_) {
      if (setting.name == row.text(0)) setting.value = row.text(1);
    }
    return true;
  });
  if (!ok) return ok;
  if (version != kStatisticsVersion) return damaged(path(), "version " + std::to_string(version));
  for (const CountedSetting& setting : settings_) {
    if (!set(defaults, std::string(setting.name) + "=" + setting.value)) {
      return damaged(path(), std::string(setting.name) + " '" + setting.value + "'");
    }
  }
  n_scales_ = static_cast<std::uint32_t>(defaults.time_scales.size());
  return {};
}

Result<TrainingData> PartFile::read_data() const {
  TrainingData data;
  auto ok = for_each_row_of(file_, "SELECT name, expression FROM filter", [&](const SqliteStatement& row) {
    data.filters.push_back({std::string(row.text(0)), std::string(row.text(1))});
    return true;
  });
  if (!ok) return ok.error();
  std::string rules;
  ok = for_each_row_of(file_, "SELECT value FROM header WHERE name = 'rules'", [&](const SqliteStatement& row) {
    rules = row.text(0);
    return true;
  });
  if (!ok) return ok.error();
  if (!rules.empty()) {
    auto parsed = parse_rules(rules);
    if (!parsed) return damaged(path(), "rules: " + parsed.error().message);
    data.list_rules = *std::move(parsed);
  }
  ok = for_each_row_of(file_, "SELECT name FROM event_type ORDER BY number", [&](const SqliteStatement& row) {
    data.event_types.emplace_back(row.text(0));
    return true;
  });
  if (!ok) return ok.error();
  if (ok = read_fields(file_, DatasetType::interactions, data.interaction_fields); !ok) return ok.error();
  if (ok = read_records(file_, DatasetType::items, data.items); !ok) return ok.error();
  if (ok = read_records(file_, DatasetType::users, data.users); !ok) return ok.error();
  ok = for_each_row_of(
      file_, "SELECT user, item, type, time, value FROM event ORDER BY number", [&](const SqliteStatement& row) {
        if (!below(row.integer(0), data.users.ids.size()) || !below(row.integer(1), data.items.ids.size()) ||
            !below(row.integer(2), data.event_types.size())) {
          return false;
        }
        data.user.push_back(static_cast<std::uint32_t>(row.integer(0)));
        data.item.push_back(static_cast<ItemIndex>(row.integer(1)));
        data.event_type.push_back(static_cast<std::uint32_t>(row.integer(2)));
        data.time.push_back(row.integer(3));
        data.value.push_back(row.is_null(4) ? std::numeric_limits<float>::quiet_NaN()
                                            : static_cast<float>(row.real(4)));
        return true;
      });
  if (!ok) return ok.error();
  if (ok = read_contexts(file_, data); !ok) return ok.error();
  data.fingerprint = fingerprint_of(data);
  if (data.fingerprint != fingerprint_) return damaged(path(), "data that were changed");
  return data;
}

void PartFile::renumber(std::vector<std::uint32_t> item_of, std::uint32_t n_items) {
  own_item_.assign(n_items, kNoItem);
  for (std::uint32_t item = 0; item < item_of.size(); ++item) own_item_[item_of[item]] = item;
  item_of_ = std::move(item_of);
}

void PartFile::read_row(SumKind kind, UserGroup group, std::uint32_t row, const AddSummand& add) const {
  const auto n_items = static_cast<std::uint32_t>(own_item_.size());
  const auto own_items = static_cast<std::uint32_t>(item_of_.size());
  const std::uint32_t own_item = own_item_[row % n_items];
  if (own_item == kNoItem) return;
  const std::string bytes = find_row(sum_key(kind, group, row / n_items * own_items + own_item));
  const bool good =
      decode_row(bytes, sum_shape(kind, own_items, n_scales_).entries, [&](std::uint32_t index, std::int64_t summand) {
        add(index / own_items * n_items + item_of_[index % own_items], summand);
      });
  if (good) return;
  const std::lock_guard lock(mutex_);
  if (!problem_) problem_ = damaged_row(path());
}

std::string PartFile::find_row(std::int64_t key) const {
  const std::lock_guard lock(mutex_);
  const auto found = find_row_.start(key).step();
  if (found && *found && find_row_.integer(1) == row_hash(key, find_row_.text(0)))
    return std::string(find_row_.text(0));
  if (!problem_) problem_ = found ? damaged_row(path()) : found.error();
  return {};
}

Result<void> PartFile::status() const {
  const std::lock_guard lock(mutex_);
  if (problem_) return *problem_;
  return {};
}

}  // namespace pocketrec
