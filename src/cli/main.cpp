#include <csignal>
#include <cstdio>
#include <exception>

#include "cli/program.h"
#include "command_line/command_line.h"

int main(int argc, char** argv) {
  // A file that may not grow is a write that fails, and no reason to end.
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    return pocketrec::Program().run(argc, argv);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "pocketrec: internal failure: %s\n", failure.what());
    return pocketrec::kExitFailed;
  }
}
