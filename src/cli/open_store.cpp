#include "cli/open_store.h"

#include <cstdio>
#include <string>
#include <system_error>

namespace pocketrec {

namespace {

void print_warning(const std::string& warning) {
  std::fprintf(stderr, "pocketrec: warning: %s\n", warning.c_str());
}

}  // namespace

Result<std::unique_ptr<Database>> open_store(const std::filesystem::path& folder, Durability durability) {
  auto database = Database::open(folder, durability);
  if (!database) return database.error();
  for (const std::string& warning : (*database)->take_warnings()) print_warning(warning);
  (*database)->tell_warnings(print_warning);
  return database;
}

Result<std::unique_ptr<Database>> open_existing_store(const std::filesystem::path& folder) {
  std::error_code unreadable;  // opening it says why
  if (!std::filesystem::exists(folder / "events.sqlite", unreadable) && !unreadable) {
    return Error{ErrorCode::resource_not_found,
                 "data folder " + folder.string() + ": expected a file events.sqlite in it, got none"};
  }
  return open_store(folder);
}

}  // namespace pocketrec
