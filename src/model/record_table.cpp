#include "model/record_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace pocketrec {
namespace {

/// Rows with several codes each. A branch for each code would be guessed wrong for one in every few, so wanted codes
/// are counted through 64 rows at a time, and a row has some if the count grew over it.
template <typename Offsets, typename Codes>
ItemMask rows_with_some(std::size_t size, Offsets offsets, Codes codes, std::span<const unsigned char> wanted) {
  constexpr std::size_t kRows = 64;
  constexpr std::size_t kCodes = 1'024;
  std::array<std::uint32_t, kCodes + 1> counts;  // of wanted codes before each code of these rows
  counts[0] = 0;
  std::size_t counted_end = 0;
  std::size_t base = 0;
  return ItemMask::where(size, [&](std::size_t row) -> bool {
    if (row % kRows == 0) {
      base = offsets[row];
      counted_end = std::min<std::size_t>(offsets[std::min(row + kRows, size)], base + kCodes);
      for (std::size_t i = base; i < counted_end; ++i) counts[i - base + 1] = counts[i - base] + wanted[codes[i]];
    }
    const std::size_t begin = offsets[row];
    const std::size_t end = offsets[row + 1];
    if (end <= counted_end) return counts[end - base] != counts[begin - base];
    for (std::size_t i = begin; i < end; ++i) {
      if (wanted[codes[i]] != 0) return true;
    }
    return false;
  });
}

}  // namespace

ItemMask Column::rows_with(std::span<const unsigned char> wanted) const {
  if (!offsets_.empty()) {
    return offsets_.visit([&](auto offsets) {
      return codes_.visit([&](auto codes) { return rows_with_some(size_, offsets, codes, wanted); });
    });
  }
  std::vector<unsigned char> or_null(wanted.size() + 1);
  std::copy(wanted.begin(), wanted.end(), or_null.begin() + 1);
  return codes_.visit(
      [&](auto codes) { return ItemMask::where(size_, [&](std::size_t row) { return or_null[codes[row]] != 0; }); });
}

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
