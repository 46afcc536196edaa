#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "result/result.h"

namespace pocketrec {

/// A line of a file of settings.
struct SettingLine {
  std::string section;              ///< empty: before any section
  std::string key;                  ///< empty: the head of the section itself
  std::vector<std::string> values;  ///< several of an array
  std::string place;                ///< "FILE:LINE"
};

/// Reads TOML as far as settings need it: `[section]`, `key = value`, `#` comments. A value is a "string" with the
/// escapes \" \\ \n \t, a 'literal', a number, a word without quotes, or an array of these in one or several lines.
/// `name` stands in places and messages.
/// Errors: invalid_input with the place for anything else, and for a section or key that comes twice.
Result<std::vector<SettingLine>> parse_settings(std::string_view text, const std::string& name);

/// The same of a file. Errors: io besides.
Result<std::vector<SettingLine>> read_settings(const std::string& path);

}  // namespace pocketrec
