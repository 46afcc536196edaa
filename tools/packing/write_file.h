#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "result/result.h"

namespace pocketrec {

/// Writes a file beside `path`, syncs it and renames it to `path`, so that a cut leaves the old file or the new one.
/// Errors: io; then nothing is left beside.
Result<void> write_file_atomically(const std::filesystem::path& path, std::span<const std::byte> bytes);

/// The second half of that, for a file that is complete beside `path`.
Result<void> replace_file(const std::filesystem::path& beside, const std::filesystem::path& path);

}  // namespace pocketrec
