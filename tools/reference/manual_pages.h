#pragma once

#include <string>

#include "reference/command_table.h"

namespace pocketrec {

/// The page of section 1, in roff's man macros: verbs, options, environment, exit codes.
std::string program_page(const CommandTable& table);

/// pocketrec.conf(5): how the file of settings is written, and its keys by section.
std::string settings_page(const CommandTable& table);

}  // namespace pocketrec
