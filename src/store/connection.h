#pragma once

#include <cstdint>
#include <filesystem>

#include "store/durability.h"

struct sqlite3;

namespace pocketrec {

/// Bytes of the largest file that a start checks. That reads the whole: two seconds at the 32 MB/s of a slow card.
inline constexpr std::uintmax_t kLargestCheckedFile = 64 << 20;

/// A configured connection, or what went wrong. `handle` must be closed in both cases; it may be null.
struct Connection {
  sqlite3* handle = nullptr;
  int code = 0;  ///< SQLite result code; 0 is success
};

/// Connects to the file with everything set that the Database promises. Reads the file's header, and its write-ahead
/// log if there is one. With Durability::Mode::memory there is no file.
Connection open_connection(const std::filesystem::path& file, Durability::Mode durability);

/// Reads the begin of the connection's file past all that is kept in memory: whether the device can be read at all.
/// SQLite result code.
int read_begin(sqlite3* handle);

/// Connects to a damaged file for reading what is left, with the same limits, and changes nothing of it.
/// with_log: it is read together with the write-ahead log beside it. The file must then be one that can be written,
/// because SQLite locks it, and stay alone: nobody else may have it open.
Connection open_damaged(const std::filesystem::path& file, bool with_log);

}  // namespace pocketrec
