#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace pocketrec {

/// A cell of a record. monostate is null; several categories in one cell stay joined with '|'
/// (contract/datasets-and-schemas.md §5).
using FieldValue = std::variant<std::monostate, std::int64_t, double, bool, std::string>;

/// The cell as a number; nothing for another.
inline std::optional<double> number_of(const FieldValue& cell) {
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*integer);
  if (const auto* real = std::get_if<double>(&cell)) return *real;
  return std::nullopt;
}

}  // namespace pocketrec
