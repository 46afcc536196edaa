#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "cli/program.h"
#include "reference/command_table.h"
#include "reference/completions.h"
#include "reference/manual_pages.h"
#include "reference/settings_text.h"
#include "workbench/program.h"

namespace pocketrec {
namespace {

void write(const std::filesystem::path& path, const std::string& text) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  if (!file.write(text.data(), static_cast<std::streamsize>(text.size())).flush()) {
    throw std::runtime_error(path.string() + ": cannot be written");
  }
}

void write_program(const std::filesystem::path& folder, const CommandTable& table) {
  write(folder / (table.program + ".1"), program_page(table));
  write(folder / "bash" / table.program, bash_completion(table));
  write(folder / "zsh" / ("_" + table.program), zsh_completion(table));
  write(folder / "fish" / (table.program + ".fish"), fish_completion(table));
}

/// Writes everything into `folder`. `model` and `data` stand in the file of settings.
void write_all(const std::filesystem::path& folder, const std::string& model, const std::string& data) {
  Program device;
  WorkbenchProgram workbench;
  const CommandTable table = command_table(device.command_line(), &device.settings());
  write_program(folder, table);
  write_program(folder, command_table(workbench.command_line(), nullptr));
  write(folder / "pocketrec.conf.5", settings_page(table));
  write(folder / "pocketrec.conf", settings_text(table, model, data));
}

}  // namespace
}  // namespace pocketrec

/// pocketrec-reference FOLDER MODEL DATA
int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "pocketrec-reference: expected FOLDER MODEL DATA, got %d arguments\n", argc - 1);
    return 2;
  }
  try {
    pocketrec::write_all(argv[1], argv[2], argv[3]);
    return 0;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "pocketrec-reference: %s\n", failure.what());
    return 1;
  }
}
