#pragma once

#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
}

namespace pocketrec {

/// The verb that the arguments name, as deep as they name known ones, and the position of the first argument behind it.
std::pair<CLI::App*, int> deepest_verb(CLI::App& app, int argc, const char* const* argv);

/// All verbs below `app` that do work themselves, those of groups such as `events` included, in their order.
std::vector<CLI::App*> working_verbs(CLI::App& app);

/// How the verb is called behind the program's name, its parts joined: "events export", or with '.' "events.export".
std::string verb_path(const CLI::App& verb, char between = ' ');

}  // namespace pocketrec
