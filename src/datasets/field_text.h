#pragma once

#include <string_view>

#include "datasets/schema.h"
#include "domain/field_value.h"
#include "result/result.h"

namespace pocketrec {

/// Turns the text of a CSV cell or of an event property into the field's type. Empty text is null.
/// int and long accept digits with a sign, and a fraction only when it is zero ("3.0"); float and double any finite
/// decimal number; boolean "true" or "false" in any case; strings stay as they are.
/// Errors: invalid_input "expected <type>, got <text>"; null in a field that is not null-able.
Result<FieldValue> parse_field(std::string_view text, const Field& field);

}  // namespace pocketrec
