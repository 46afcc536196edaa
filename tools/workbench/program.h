#pragma once

#include <memory>

namespace CLI {
class App;
}

namespace pocketrec {

/// The command line of the workbench: its verbs, their options, and what they do.
class WorkbenchProgram {
 public:
  WorkbenchProgram();
  ~WorkbenchProgram();

  /// Does what the arguments say. Returns the exit code. Throws what a library throws.
  int run(int argc, const char* const* argv);

  /// All verbs and options, with their texts.
  CLI::App& command_line();

 private:
  struct Verbs;
  std::unique_ptr<Verbs> verbs_;
};

}  // namespace pocketrec
