#include "command_line/verbs.h"

#include <CLI/CLI.hpp>

namespace pocketrec {

std::pair<CLI::App*, int> deepest_verb(CLI::App& app, int argc, const char* const* argv) {
  CLI::App* verb = &app;
  int behind = 1;
  for (int i = 1; i < argc; ++i) {
    const auto verbs = verb->get_subcommands([&](CLI::App* candidate) { return candidate->get_name() == argv[i]; });
    if (verbs.empty()) continue;
    verb = verbs.front();
    behind = i + 1;
  }
  return {verb, behind};
}

std::vector<CLI::App*> working_verbs(CLI::App& app) {
  std::vector<CLI::App*> working;
  for (CLI::App* verb : app.get_subcommands([](CLI::App*) { return true; })) {
    const std::vector<CLI::App*> below = working_verbs(*verb);
    if (below.empty()) {
      working.push_back(verb);
    } else {
      working.insert(working.end(), below.begin(), below.end());
    }
  }
  return working;
}

std::string verb_path(const CLI::App& verb, char between) {
  const CLI::App* parent = verb.get_parent();
  if (parent == nullptr) return "";
  const std::string above = verb_path(*parent, between);
  return above.empty() ? verb.get_name() : above + between + verb.get_name();
}

}  // namespace pocketrec
