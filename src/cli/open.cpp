#include "cli/open.h"

#include <cstdio>
#include <string>
#include <system_error>

#include "cli/failure_log.h"

namespace pocketrec {
namespace {

void print_warning(const std::string& warning) {
  std::fprintf(stderr, "%s: warning: %s\n", kProgram, warning.c_str());
}

DeviceReports reports_on_standard_error() {
  const auto log = std::make_shared<FailureLog>();
  return {print_warning, [log](const Error& failure) { log->write(failure); }};
}

}  // namespace

Result<std::unique_ptr<Device>> open_device(const DeviceOptions& options) {
  return Device::open(options, reports_on_standard_error());
}

Result<std::unique_ptr<Device>> open_device_without_threads(const DeviceOptions& options) {
  return Device::open_without_threads(options, reports_on_standard_error());
}

Result<std::unique_ptr<Database>> open_store(const std::filesystem::path& folder) {
  auto database = Database::open(folder);
  if (database) (*database)->tell_warnings(print_warning);
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
