#include <cstdio>
#include <exception>

#include "command_line/command_line.h"
#include "workbench/program.h"

int main(int argc, char** argv) {
  try {
    return pocketrec::WorkbenchProgram().run(argc, argv);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "pocketrec-model: internal failure: %s\n", failure.what());
    return pocketrec::kExitFailed;
  }
}
