#include "reference/command_table.h"

#include <CLI/CLI.hpp>

#include "command_line/settings.h"
#include "command_line/verbs.h"

namespace pocketrec {
namespace {

/// "TEXT:{csv,jsonl}" has the values between the braces.
std::vector<std::string> choices_of(const std::string& type) {
  const std::size_t begin = type.find('{');
  const std::size_t end = type.find('}');
  if (begin == type.npos || end == type.npos) return {};
  return CLI::detail::split(type.substr(begin + 1, end - begin - 1), ',');
}

OptionEntry entry_of(const CLI::Option& option, const Settings* settings) {
  OptionEntry entry;
  entry.positional = option.get_lnames().empty();
  entry.name = entry.positional ? option.get_name(true) : "--" + option.get_lnames().front();
  if (!option.get_snames().empty()) entry.short_name = "-" + option.get_snames().front();
  const std::string type = option.get_type_name();
  if (option.get_expected_min() > 0) entry.value = type.substr(0, type.find_first_of(":{"));
  entry.choices = choices_of(type);
  entry.text = option.get_description();
  entry.built_in = option.get_default_str();
  if (entry.built_in.starts_with('[')) entry.built_in = entry.built_in.substr(1, entry.built_in.size() - 2);
  entry.required = option.get_required();
  entry.repeated = option.get_items_expected_max() > 1;
  if (settings != nullptr) entry.variable = settings->variable(option);
  return entry;
}

void add_groups(CLI::App& app, std::vector<GroupEntry>& groups) {
  const std::vector<CLI::App*> verbs = app.get_subcommands([](CLI::App*) { return true; });
  if (verbs.empty()) return;
  const std::size_t group = groups.size();
  groups.push_back({verb_path(app), {}});
  for (CLI::App* verb : verbs) {
    groups[group].words.emplace_back(verb->get_name(), verb->get_description());
    add_groups(*verb, groups);
  }
}

}  // namespace

CommandTable command_table(CLI::App& app, const Settings* settings) {
  CommandTable table{app.get_name(), app.get_description(), {}, {}};
  add_groups(app, table.groups);
  for (CLI::App* verb : working_verbs(app)) {
    VerbEntry entry{verb_path(*verb), verb->get_description(), {}, verb->get_footer()};
    for (const bool positional : {true, false}) {
      for (const CLI::Option* option : verb->get_options()) {
        if (option->get_lnames().empty() == positional && option != verb->get_version_ptr()) {
          entry.options.push_back(entry_of(*option, settings));
        }
      }
    }
    OptionEntry version;
    version.name = "--version";
    version.text = "Display program version information and exit";
    entry.options.push_back(version);
    table.verbs.push_back(std::move(entry));
  }
  return table;
}

}  // namespace pocketrec
