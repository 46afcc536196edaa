#pragma once

#include <memory>

#include "command_line/settings.h"

namespace CLI {
class App;
}

namespace pocketrec {

/// The command line of the device program: its verbs, their options, and what they do.
class Program {
 public:
  Program();
  ~Program();

  /// Does what the arguments say, and the settings of the environment and of a file (Settings). Returns the exit code.
  /// Throws what a library throws.
  int run(int argc, const char* const* argv);

  /// All verbs and options, with their texts.
  CLI::App& command_line();

  /// Which of the options can come from the environment and from a file.
  const Settings& settings() const;

 private:
  struct Verbs;
  std::unique_ptr<Verbs> verbs_;
};

}  // namespace pocketrec
