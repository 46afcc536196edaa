#include "dataset/record_rows.h"

#include <cassert>
#include <utility>

#include "dataset/interner.h"
#include "dataset/table_reader.h"
#include "datasets/field_text.h"
#include "datasets/reserved_fields.h"

namespace pocketrec {

Result<void> for_each_record(const DatasetFolder& folder, DatasetType type,
                             const std::function<Result<void>(const Record&)>& visit) {
  Record record;
  return for_each_row(folder, type, [&](const TableReader& row) -> Result<void> {
    record.values.clear();
    for (std::size_t i = 0; i < row.cells().size(); ++i) {
      auto value = parse_field(row.cells()[i], row.schema().fields[i]);
      if (!value) return value.error();
      record.values.push_back(*std::move(value));
    }
    return visit(record);
  });
}

Result<RecordRows> read_records(const DatasetFolder& folder, DatasetType type) {
  assert(!record_id_field(type).empty());
  RecordRows rows;
  std::size_t id_field = 0;
  if (const DatasetFile* file = folder.file(type)) {
    rows.fields = file->schema.fields;
    while (rows.fields[id_field].name != record_id_field(type)) ++id_field;
    rows.fields.erase(rows.fields.begin() + static_cast<std::ptrdiff_t>(id_field));
  }

  // By the order in which ids came first.
  Interner ids;
  std::vector<std::vector<FieldValue>> columns(rows.fields.size());
  auto ok = for_each_row(folder, type, [&](const TableReader& row) -> Result<void> {
    const std::size_t known = ids.size();
    const std::size_t at = ids.code(row.cells()[id_field]);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      auto value = parse_field(row.cells()[i < id_field ? i : i + 1], rows.fields[i]);
      if (!value) return value.error();
      if (at == known) {
        columns[i].push_back(*std::move(value));
      } else {
        columns[i][at] = *std::move(value);
      }
    }
    return {};
  });
  if (!ok) return ok.error();

  rows.ids = ids.sorted();
  const std::vector<std::uint32_t> ranks = ids.ranks();
  for (std::vector<FieldValue>& column : columns) {
    std::vector<FieldValue> sorted(column.size());
    for (std::size_t i = 0; i < column.size(); ++i) sorted[ranks[i]] = std::move(column[i]);
    rows.columns.push_back(std::move(sorted));
    std::vector<FieldValue>().swap(column);
  }
  return rows;
}

}  // namespace pocketrec
