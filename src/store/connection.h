#pragma once

#include <filesystem>

#include "store/durability.h"

struct sqlite3;

namespace pocketrec {

/// A configured connection, or what went wrong. `handle` must be closed in both cases; it may be null.
struct Connection {
  sqlite3* handle = nullptr;
  int code = 0;  ///< SQLite result code; 0 is success
};

/// Connects to the file with everything set that the Database promises. Reads the file's header, and its write-ahead
/// log if there is one. With Durability::Mode::memory there is no file.
Connection open_connection(const std::filesystem::path& file, Durability::Mode durability);

}  // namespace pocketrec
