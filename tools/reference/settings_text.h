#pragma once

#include <string>

#include "reference/command_table.h"

namespace pocketrec {

/// The file of settings that the package installs: every key with its meaning, as comments, and the two that the
/// service cannot do without.
std::string settings_text(const CommandTable& table, const std::string& model, const std::string& data);

}  // namespace pocketrec
