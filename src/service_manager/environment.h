#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace pocketrec {

/// The value of a variable of the environment, which is taken out of it, so that nothing that is started later takes it
/// for its own. Not while there are other threads.
std::optional<std::string> take_variable(const char* name);

/// A whole number in decimal digits; empty for anything else.
std::optional<std::int64_t> read_number(const std::string& text);

}  // namespace pocketrec
