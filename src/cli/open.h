#pragma once

#include <filesystem>
#include <memory>

#include "device/device.h"
#include "result/result.h"
#include "store/database.h"

namespace pocketrec {

/// The device program's name in front of its messages.
inline constexpr char kProgram[] = "pocketrec";

/// Device::open(); what it reports goes to standard error, the same failure once a minute.
Result<std::unique_ptr<Device>> open_device(const DeviceOptions& options);

/// The same without threads: Device::start_threads() has to follow.
Result<std::unique_ptr<Device>> open_device_without_threads(const DeviceOptions& options);

/// Database::open(); what the store has to tell (a damaged file set aside, for example) goes to standard error,
/// also later.
Result<std::unique_ptr<Database>> open_store(const std::filesystem::path& folder);

/// The same for a folder that has a store already; nothing is made. Errors: resource_not_found besides.
Result<std::unique_ptr<Database>> open_existing_store(const std::filesystem::path& folder);

}  // namespace pocketrec
