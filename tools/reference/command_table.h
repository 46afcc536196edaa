#pragma once

#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
}

namespace pocketrec {

class Settings;

/// An option or argument of a verb, as reference pages and completions need it.
struct OptionEntry {
  std::string name;                  ///< "--model", or "file" of an argument that has its place
  std::string short_name;            ///< "-n", or empty
  std::string value;                 ///< "TEXT", "UINT"; empty: a flag
  std::string text;                  ///< what it means
  std::string built_in;              ///< value without it, or empty
  std::vector<std::string> choices;  ///< all values that it takes, where these are few
  std::string variable;              ///< environment variable; empty: none, and no key in the file of settings
  bool required = false;
  bool repeated = false;
  bool positional = false;

  /// The key in the file of settings.
  std::string key() const { return name.substr(name.find_first_not_of('-')); }
};

struct VerbEntry {
  std::string path;  ///< "events export"
  std::string text;
  std::vector<OptionEntry> options;  ///< arguments that have their place first
  std::string footer;                ///< lines below the options in the verb's help
};

/// The program itself, or a word that only has verbs below it.
struct GroupEntry {
  std::string path;                                        ///< "events"; empty: the program
  std::vector<std::pair<std::string, std::string>> words;  ///< that may follow, with their texts
};

struct CommandTable {
  std::string program;
  std::string text;
  std::vector<GroupEntry> groups;
  std::vector<VerbEntry> verbs;  ///< those that do work
};

/// settings: null where options come from the command line only.
CommandTable command_table(CLI::App& app, const Settings* settings);

}  // namespace pocketrec
