#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "filter/expression.h"

namespace pocketrec {

/// Reads a number of the language or of filterValues: digits with an optional sign and fraction. Without a fraction it
/// is an integer, unless it is larger than 64 bits; else a double. Nothing when the text is no number or out of range.
std::optional<LiteralValue> parse_number(std::string_view text);

/// The shortest text that parse_number reads as the same double: with a fraction, without an exponent.
std::string decimal_literal(double value);

}  // namespace pocketrec
