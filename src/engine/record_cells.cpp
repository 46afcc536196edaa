#include "engine/record_cells.h"

#include <algorithm>
#include <string>
#include <utility>

#include "datasets/field_text.h"
#include "datasets/properties.h"
#include "datasets/schema.h"

namespace pocketrec {
namespace {

using Properties = std::vector<std::pair<std::string, std::string>>;

Result<FieldValue> cell_of(const Properties& properties, const Field& field) {
  const auto found = std::find_if(properties.begin(), properties.end(),
                                  [&](const auto& property) { return same_field_name(property.first, field.name); });
  return parse_field(found == properties.end() ? std::string_view() : std::string_view(found->second), field);
}

}  // namespace

Result<std::vector<FieldValue>> record_cells(std::string_view properties, std::span<const Column> columns) {
  const Properties values = read_properties(properties);
  std::vector<FieldValue> cells;
  for (const Column& column : columns) {
    auto cell = cell_of(values, column.field());
    if (!cell) return cell.error();
    cells.push_back(*std::move(cell));
  }
  return cells;
}

std::vector<FieldValue> fitting_cells(std::string_view properties, std::span<const Column> columns) {
  const Properties values = read_properties(properties);
  std::vector<FieldValue> cells;
  for (const Column& column : columns) {
    auto cell = cell_of(values, column.field());
    cells.push_back(cell ? *std::move(cell) : FieldValue{});
  }
  return cells;
}

}  // namespace pocketrec
