#pragma once

#include <string>

#include "reference/command_table.h"

namespace pocketrec {

/// What the shell sources to complete verbs, options, the values of options with few of them, and else file names.
std::string bash_completion(const CommandTable& table);
std::string zsh_completion(const CommandTable& table);
std::string fish_completion(const CommandTable& table);

}  // namespace pocketrec
