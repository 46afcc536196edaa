#pragma once

#include <cstdint>
#include <string>
#include <variant>

namespace pocketrec {

/// A cell of a record. monostate is null; several categories in one cell stay joined with '|'
/// (contract/datasets-and-schemas.md §5).
using FieldValue = std::variant<std::monostate, std::int64_t, double, bool, std::string>;

}  // namespace pocketrec
