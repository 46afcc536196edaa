#include "engine/record_cells.h"

#include <algorithm>
#include <string>

#include "datasets/field_text.h"
#include "datasets/properties.h"
#include "datasets/schema.h"

namespace pocketrec {
namespace {

/// Calls take(cell) for each column, in their order; a cell may be an Error.
template <typename Take>
Result<void> for_each_cell(std::string_view properties, std::span<const Column> columns, const Take& take) {
  const auto values = read_properties(properties);
  for (const Column& column : columns) {
    const Field& field = column.field();
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](const auto& value) { return same_field_name(value.first, field.name); });
    auto cell = parse_field(found == values.end() ? std::string_view() : std::string_view(found->second), field);
    if (auto ok = take(std::move(cell)); !ok) return ok;
  }
  return {};
}

}  // namespace

Result<std::vector<FieldValue>> record_cells(std::string_view properties, std::span<const Column> columns) {
  std::vector<FieldValue> cells;
  const auto ok = for_each_cell(properties, columns, [&](Result<FieldValue> cell) -> Result<void> {
    if (!cell) return cell.error();
    cells.push_back(*std::move(cell));
    return {};
  });
  if (!ok) return ok.error();
  return cells;
}

std::vector<FieldValue> fitting_cells(std::string_view properties, std::span<const Column> columns) {
  std::vector<FieldValue> cells;
  const auto ok = for_each_cell(properties, columns, [&](Result<FieldValue> cell) -> Result<void> {
    cells.push_back(cell ? *std::move(cell) : FieldValue{});
    return {};
  });
  static_cast<void>(ok);  // what does not fit is no error here
  return cells;
}

}  // namespace pocketrec
