#include "dataset/interaction_table.h"

#include <cassert>
#include <limits>
#include <span>
#include <utility>

#include "dataset/hash64.h"
#include "dataset/hash_counts.h"
#include "dataset/interner.h"
#include "dataset/table_reader.h"
#include "datasets/field_text.h"

namespace pocketrec {
namespace {

float value_of(std::string_view cell) {
  const auto value = parse_real(cell, FieldType::float32);
  return value ? static_cast<float>(*value) : std::numeric_limits<float>::quiet_NaN();
}

// A column while its rows are read.
struct OpenColumn {
  std::size_t position = 0;  // in the schema
  Interner values;
  InteractionColumn column;
};

std::vector<OpenColumn> categorical_columns(const Schema& schema) {
  std::vector<OpenColumn> columns;
  for (std::size_t i = 0; i < schema.fields.size(); ++i) {
    if (!schema.fields[i].categorical || schema.fields[i].type != FieldType::string) continue;
    OpenColumn& column = columns.emplace_back();
    column.position = i;
    column.column.name = schema.fields[i].name;
  }
  return columns;
}

InteractionColumn finished(OpenColumn open) {
  open.column.values = open.values.sorted();
  const std::vector<std::uint32_t> ranks = open.values.ranks();
  for (std::uint32_t& code : open.column.codes) {
    if (code != 0) code = ranks[code - 1] + 1;
  }
  return std::move(open.column);
}

// Turns codes in order of appearance into ranks.
std::vector<std::string> sort_codes(const Interner& names, std::span<std::uint32_t> codes) {
  const std::vector<std::uint32_t> ranks = names.ranks();
  for (std::uint32_t& code : codes) code = ranks[code];
  return names.sorted();
}

}  // namespace

Result<InteractionTable> read_interactions(const DatasetFolder& folder, DatasetType dataset) {
  assert(dataset == DatasetType::interactions || dataset == DatasetType::action_interactions);
  const DatasetFile* file = folder.file(dataset);
  const Schema schema = file == nullptr ? Schema{} : file->schema;
  const std::size_t user = schema.position("USER_ID");
  const std::size_t item = schema.position(dataset == DatasetType::interactions ? "ITEM_ID" : "ACTION_ID");
  const std::size_t type = schema.position("EVENT_TYPE");
  const std::size_t time = schema.position("TIMESTAMP");
  const std::size_t value = schema.position("EVENT_VALUE");

  std::vector<OpenColumn> contexts = categorical_columns(schema);
  InteractionTable table;
  Interner user_ids;
  Interner item_ids;
  Interner event_types;
  HashSet seen;
  auto ok = for_each_row(folder, dataset, [&](const TableReader& row) -> Result<void> {
    const std::span<const std::string_view> cells = row.cells();
    if (!seen.insert(hash64(cells))) {
      ++table.repeated;
      return {};
    }
    table.users.push_back(user_ids.code(cells[user]));
    table.items.push_back(item_ids.code(cells[item]));
    table.types.push_back(event_types.code(type == kNoField ? std::string_view() : cells[type]));
    // The reader let no cell pass that is no number.
    table.timestamps.push_back(*parse_integer(cells[time], FieldType::integer64));
    table.event_values.push_back(value_of(value == kNoField ? std::string_view() : cells[value]));
    for (OpenColumn& context : contexts) {
      const std::string_view cell = cells[context.position];
      context.column.codes.push_back(cell.empty() ? 0 : context.values.code(cell) + 1);
    }
    return {};
  });
  if (!ok) return ok.error();
  table.user_ids = sort_codes(user_ids, table.users);
  table.item_ids = sort_codes(item_ids, table.items);
  table.event_types = sort_codes(event_types, table.types);
  for (OpenColumn& context : contexts) table.contexts.push_back(finished(std::move(context)));
  return table;
}

}  // namespace pocketrec
