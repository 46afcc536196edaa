#pragma once

#include <map>
#include <string>
#include <vector>

#include "result/result.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace pocketrec {

/// Where options get their values from: the command line, else the environment, else a file, else what is built in.
///
/// Settings are the options of all verbs but those that are not configurable (CLI::Option::configurable): these say
/// what one call asks for. The variable of a setting is POCKETREC_ and its name in capitals unless the option has an
/// envname; its key in the file is its name, in the verb's section or, for all verbs that have it, before any section.
class Settings {
 public:
  /// Gives every verb of `app` that has settings --config and --print-settings. `app` must outlive this, and have all
  /// its options.
  explicit Settings(CLI::App& app);

  /// Gives what environment and file say to the options of the verb that the arguments name, as their defaults: call
  /// it before the arguments are parsed. It does nothing where help or the version is asked for.
  /// Errors, with the variable, or the file, its line and the key: a file that cannot be read, a section or key that
  /// is none, with the nearest, and a value that the option does not take.
  Result<void> apply(int argc, const char* const* argv);

  /// The environment variable of a setting; empty: it is none.
  std::string variable(const CLI::Option& option) const;

 private:
  std::vector<CLI::Option*> settings_of(CLI::App& verb) const;
  Result<void> apply_file(const std::string& path, CLI::App& verb);
  Result<void> give(CLI::Option& option, const std::string& value, const std::string& source);
  void print_settings(CLI::App& verb) const;

  CLI::App* app_;
  std::map<const CLI::Option*, std::string> variables_;
  std::map<const CLI::Option*, std::string> sources_;  ///< of those that environment or file gave a value
  std::string file_;                                   ///< that --config names
};

}  // namespace pocketrec
