#pragma once

#include <filesystem>
#include <memory>
#include <mutex>

#include "result/result.h"

struct sqlite3;

namespace pocketrec {

/// The one connection to the SQLite file of a data folder: write-ahead log, exclusive lock, synchronous=FULL, so that
/// a committed transaction survives a power cut (SQLite documentation, pragma.html; wal.html §11 for why exactly one).
/// Movable; its address in use by logs must not change, so keep it where it was opened.
class Database {
 public:
  /// Opens `folder`/events.sqlite, makes the folder (mode 0700) and the file (0600) when they are missing, and applies
  /// the migrations that the file has not seen.
  /// Errors: resource_in_use when another process holds the folder; storage with SQLite's text otherwise.
  static Result<std::unique_ptr<Database>> open(const std::filesystem::path& folder);

  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Guards every use of handle().
  std::mutex& mutex() { return mutex_; }
  sqlite3* handle() { return handle_; }

 private:
  explicit Database(sqlite3* handle) : handle_(handle) {}

  sqlite3* handle_;
  std::mutex mutex_;
};

}  // namespace pocketrec
