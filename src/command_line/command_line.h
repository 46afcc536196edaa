#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "result/error.h"
#include "result/result.h"

namespace CLI {
class App;
}

namespace pocketrec {

/// Exit codes of both programs.
inline constexpr int kExitGood = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitMisuse = 2;

/// Parses the command line and runs the callbacks of the chosen verb. Help and version go to standard output with
/// status 0; misuse goes to standard error with status 2, and names the nearest known word where one is near.
/// Returns true when the verb's work is to be done, else false with `exit_code` set.
bool parse_command_line(CLI::App& app, int argc, const char* const* argv, int& exit_code);

/// Writes "<program>: <message>" to standard error and returns the error's exit code.
int fail(std::string_view program, const Error& error);

/// Writes text to standard output. Exits with status 1 when that fails, for example on a full disk.
void print(std::string_view text);

/// NAME=VALUE texts as a map; of several with a name the last counts. Errors: invalid_input that begins with `option`
/// and shows the text without '='.
Result<std::map<std::string, std::string>> named_values(std::string_view option,
                                                        const std::vector<std::string>& assignments);

/// A check of a count's text (CLI::Option::check): CLI11 takes -1 for the largest number of 64 bits. Returns what is
/// wrong, or nothing.
std::string not_negative(const std::string& text);

/// The word of `known` that `word` was probably meant to be: at most two edits away; empty when none is.
std::string nearest_word(std::string_view word, const std::vector<std::string>& known);

}  // namespace pocketrec
