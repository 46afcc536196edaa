#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "datasets/schema.h"
#include "domain/field_value.h"
#include "result/result.h"

namespace pocketrec {

/// Turns the text of a CSV cell or of an event property into the field's type. Empty text is null.
/// int and long accept digits with a sign, and a fraction only when it is zero ("3.0"); float and double any finite
/// decimal number of their range; boolean "true" or "false" in any case; strings stay as they are.
/// Numbers of type float keep the precision of their text, so that a filter finds the price that was written.
/// Errors: invalid_input "expected <type>, got <text>"; null in a field that is not null-able.
Result<FieldValue> parse_field(std::string_view text, const Field& field);

/// The number that parse_field() finds in the text of a field of type int or long; nothing when the text is no such
/// number or is out of the type's range. Does not allocate. Precondition: type is integer32 or integer64.
std::optional<std::int64_t> parse_integer(std::string_view text, FieldType type);

/// As parse_integer, for float and double. The value is finite. Precondition: type is float32 or float64.
std::optional<double> parse_real(std::string_view text, FieldType type);

/// As parse_integer, for boolean.
std::optional<bool> parse_boolean(std::string_view text);

/// The text in quotes for an error message: at most 40 bytes of it, control characters as '?'.
std::string excerpt(std::string_view text);

}  // namespace pocketrec
