#include "model/record_table.h"

#include <cmath>
#include <string>

namespace pocketrec {

std::optional<double> Column::number(std::size_t row) const {
  if (!integers_.empty()) {
    const std::int64_t value = integers_[row];
    if (value == kNullInteger) return std::nullopt;
    return static_cast<double>(value);
  }
  const double value = reals_[row];
  if (std::isnan(value)) return std::nullopt;
  return value;
}

std::optional<std::int64_t> Column::integer(std::size_t row) const {
  const std::int64_t value = integers_[row];
  if (value == kNullInteger) return std::nullopt;
  return value;
}

FieldValue Column::value(std::size_t row) const {
  if (!integers_.empty()) {
    const auto value = integer(row);
    return value ? FieldValue{*value} : FieldValue{};
  }
  if (!reals_.empty()) {
    const auto value = number(row);
    return value ? FieldValue{*value} : FieldValue{};
  }
  std::string text;
  bool first = true;
  for_each_code(row, [&](std::uint32_t code) {
    if (!first) text += '|';
    first = false;
    text += dictionary_[code];
  });
  if (first) return FieldValue{};
  if (field_.type == FieldType::boolean) return FieldValue{text == "true"};
  return FieldValue{std::move(text)};
}

const Column* find_column(std::span<const Column> columns, std::string_view name) {
  for (const Column& column : columns) {
    if (same_field_name(column.field().name, name)) return &column;
  }
  return nullptr;
}

}  // namespace pocketrec
