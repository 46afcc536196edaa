#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "result/error.h"

namespace pocketrec {

/// An invalid_input error that shows its place: the message, the line of `text` that holds the byte `offset`, and a
/// caret under that byte with the hint. Lines of more than 100 bytes are cut around the place, with "..." at the
/// cuts. Characters count one column each, so that the caret stands too far left after wide (East Asian) ones.
/// Precondition: offset <= text.size(); the size itself is the end of the text.
Error error_at(std::string_view text, std::size_t offset, std::string message, std::string_view hint);

/// Text that begins every message about the syntax of a filter (contract/errors-and-quotas.md §4).
inline constexpr std::string_view kInvalidExpression = "Could not create filter. Invalid Expression: ";

}  // namespace pocketrec
