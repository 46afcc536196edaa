#pragma once

#include <filesystem>

#include "result/result.h"

namespace pocketrec {

/// Puts on stable storage what was written to the write-ahead log of a SQLite file, without its connection, and through
/// the same VFS. Does nothing when there is no log: a connection that closes folds it into the file and syncs that.
/// Errors: storage.
Result<void> sync_write_ahead_log(const std::filesystem::path& log);

}  // namespace pocketrec
