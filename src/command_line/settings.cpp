#include "command_line/settings.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "command_line/command_line.h"
#include "command_line/settings_file.h"
#include "command_line/terminal_text.h"
#include "command_line/verbs.h"

namespace pocketrec {
namespace {

constexpr char kFileVariable[] = "POCKETREC_CONFIG";

std::string name_of(const CLI::Option& option) {
  return option.get_lnames().empty() ? "" : option.get_lnames().front();
}

std::string variable_for(const std::string& name) {
  std::string variable = "POCKETREC_" + name;
  for (char& c : variable) c = c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return variable;
}

/// Empty also for a variable that is empty, as CLI11 takes it.
std::string environment(const std::string& variable) {
  const char* const value = std::getenv(variable.c_str());
  return value == nullptr ? "" : value;
}

bool takes_several(const CLI::Option& option) {
  return option.get_items_expected_max() > 1;
}

std::string joined(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text += (text.empty() ? "" : ",") + value;
  return text;
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& known) {
  const std::string near = nearest_word(word, known);
  return near.empty() ? "" : "; did you mean " + near + "?";
}

/// What the arguments give `option`, or nothing: it is needed before they are parsed.
std::string argument_of(std::string_view option, int argc, const char* const* argv) {
  std::string value;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--") break;
    if (argument == option && i + 1 < argc) value = argv[++i];
    if (argument.starts_with(option) && argument.substr(option.size()).starts_with('=')) {
      value = argument.substr(option.size() + 1);
    }
  }
  return value;
}

bool asks_for_help(int argc, const char* const* argv) {
  return std::any_of(argv, argv + argc, [](std::string_view argument) {
    return argument == "-h" || argument == "--help" || argument == "--version";
  });
}

}  // namespace

Settings::Settings(CLI::App& app) : app_(&app) {
  for (CLI::App* verb : working_verbs(app)) {
    for (CLI::Option* option : verb->get_options()) {
      if (!option->get_configurable() || option == verb->get_help_ptr() || option->get_lnames().empty()) continue;
      variables_[option] = option->get_envname().empty() ? variable_for(name_of(*option)) : option->get_envname();
      // CLI11 would give it to all verbs, also to those that keep their values in the same place, and after the file.
      option->envname("");
    }
    if (settings_of(*verb).empty()) continue;
    verb->add_option("--config", file_, "File with settings, pocketrec.conf(5)")->configurable(false);
    // The last option of the verb, so that the others have their values when it ends the parsing.
    const auto show = [this, verb] {
      print_settings(*verb);
      throw CLI::Success();
    };
    verb->add_flag_callback("--print-settings", show,
                            "Show all settings and where each comes from, and do nothing else")
        ->configurable(false);
  }
}

std::string Settings::variable(const CLI::Option& option) const {
  const auto found = variables_.find(&option);
  return found == variables_.end() ? "" : found->second;
}

std::vector<CLI::Option*> Settings::settings_of(CLI::App& verb) const {
  return verb.get_options([&](CLI::Option* option) { return variables_.contains(option); });
}

Result<void> Settings::give(CLI::Option& option, const std::string& value, const std::string& source) {
  const char delimiter = option.get_delimiter();
  if (takes_several(option)) option.delimiter(',');
  try {
    option.run_callback_for_default()->default_val(value);
  } catch (const CLI::Error& failure) {
    return Error{ErrorCode::invalid_input,
                 source + ": expected what --" + name_of(option) + " takes, got '" + value + "': " + failure.what()};
  }
  option.delimiter(delimiter);
  option.required(false);
  sources_[&option] = source;
  return {};
}

Result<void> Settings::apply_file(const std::string& path, CLI::App& verb) {
  const auto lines = read_settings(path);
  if (!lines) return lines.error();
  std::map<std::string, CLI::App*> verbs;
  std::vector<std::string> sections;
  for (CLI::App* candidate : working_verbs(*app_)) {
    if (settings_of(*candidate).empty()) continue;
    sections.push_back(verb_path(*candidate, '.'));
    verbs[sections.back()] = candidate;
  }
  const std::string own_section = verb_path(verb, '.');
  // What stands before any section comes first in the file, so that the verb's own section replaces it.
  for (const SettingLine& line : *lines) {
    if (!line.section.empty() && !verbs.contains(line.section)) {
      return Error{ErrorCode::invalid_input, line.place + ": expected a section with the name of a verb, got [" +
                                                 line.section + "]" + did_you_mean(line.section, sections)};
    }
    if (line.key.empty()) continue;
    std::vector<std::string> known;
    for (const auto& [section, candidate] : verbs) {
      if (!line.section.empty() && section != line.section) continue;
      for (const CLI::Option* option : settings_of(*candidate)) known.push_back(name_of(*option));
    }
    if (std::find(known.begin(), known.end(), line.key) == known.end()) {
      return Error{ErrorCode::invalid_input,
                   line.place + ": expected a setting" +
                       (line.section.empty() ? " of a verb" : " of " + verb_path(*verbs[line.section])) + ", got " +
                       line.key + did_you_mean(line.key, known)};
    }
    if (!line.section.empty() && line.section != own_section) continue;
    for (CLI::Option* option : settings_of(verb)) {
      if (name_of(*option) != line.key || !environment(variables_[option]).empty()) continue;
      const std::string source = line.place + ": " + line.key;
      if (takes_several(*option) ? line.values.empty() : line.values.size() != 1) {
        return Error{ErrorCode::invalid_input, source + ": expected " + (takes_several(*option) ? "at least " : "") +
                                                   "one value, got " + std::to_string(line.values.size())};
      }
      if (auto ok = give(*option, joined(line.values), source); !ok) return ok;
    }
  }
  return {};
}

Result<void> Settings::apply(int argc, const char* const* argv) {
  CLI::App* const verb = deepest_verb(*app_, argc, argv).first;
  const std::vector<CLI::Option*> settings = settings_of(*verb);
  if (settings.empty() || asks_for_help(argc, argv)) return {};
  std::string path = argument_of("--config", argc, argv);
  if (path.empty()) path = environment(kFileVariable);
  if (!path.empty()) {
    if (auto ok = apply_file(path, *verb); !ok) return ok;
  }
  for (CLI::Option* option : settings) {
    const std::string& variable = variables_[option];
    const std::string value = environment(variable);
    if (value.empty()) continue;
    if (auto ok = give(*option, value, variable); !ok) return ok;
  }
  return {};
}

void Settings::print_settings(CLI::App& verb) const {
  std::string text;
  for (const CLI::Option* option : settings_of(verb)) {
    std::string source = "built in";
    std::string value = option->get_default_str();
    if (option->count() > 0) {
      source = "--" + name_of(*option);
      value = joined(option->results());
    } else if (const auto found = sources_.find(option); found != sources_.end()) {
      source = found->second;
    } else if (takes_several(*option) && value.starts_with('[')) {
      value = value.substr(1, value.size() - 2);  // CLI11 writes it as an array
    } else if (value.empty()) {
      value = option->get_expected_min() == 0 ? "false" : option->get_required() ? "(needed)" : "(none)";
    }
    std::string line = name_of(*option);
    line.resize(std::max<std::size_t>(line.size() + 2, 22), ' ');
    line += terminal_text(value);
    line.resize(std::max<std::size_t>(line.size() + 2, 56), ' ');
    text += line + terminal_text(source) + "\n";
  }
  print(text);
}

}  // namespace pocketrec
