#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "result/result.h"
#include "store/folder_lock.h"
#include "store/statement.h"

struct sqlite3;

namespace pocketrec {

/// The one connection to the SQLite file of a data folder: write-ahead log, exclusive lock, synchronous=FULL, so that
/// a committed transaction survives a power cut (SQLite documentation, pragma.html; wal.html §11 for why exactly one).
/// It heals itself: after an error of the disk it connects anew before the next use, because the kernel may have
/// dropped what it could not write; and a damaged file is set aside, never deleted, for a fresh one.
class Database {
 public:
  /// Opens `folder`/events.sqlite, makes the folder (mode 0700) and the file (0600) when they are missing, and applies
  /// the migrations that the file has not seen. After an unclean stop the file is checked first (quick_check), unless
  /// it is so large that this would take more than about two seconds. A damaged file becomes events.sqlite.corrupt-N,
  /// with a warning. Bytes of an erasure that was stopped halfway are removed (store/erasure.h).
  /// Errors: resource_in_use when another process holds the folder; storage with SQLite's text otherwise.
  static Result<std::unique_ptr<Database>> open(const std::filesystem::path& folder);

  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// What the operator should read in the log, in sentences, since the last call. Thread-safe.
  std::vector<std::string> take_warnings();

  /// The SQLite file.
  const std::filesystem::path& path() const { return path_; }

  /// Bytes of the file together with its write-ahead log, and bytes that the file system has left, where it tells that.
  /// Thread-safe; waits for nobody.
  struct Room {
    std::uintmax_t used = 0;
    std::optional<std::uintmax_t> free;
  };
  Room room() const;

  /// Whether a write would be stored now: the file system has a megabyte left, and the last write succeeded. After one
  /// that failed another one is tried, of one page, so that nothing is written as long as all is well. Thread-safe.
  /// Errors: storage, without the path.
  Result<void> check_writable();

  /// A transaction was committed.
  void note_commit() { is_doubtful_ = false; }

  /// The right to use what follows, for as long as the lock lives; it connects anew when the last use failed.
  /// Errors: as open().
  Result<std::unique_lock<std::mutex>> access();

  /// The statement for a text, prepared once. `sql` must be a constant: the cache keeps the view. A text can be in use
  /// once at a time.
  Result<Statement> prepare(std::string_view sql);

  /// Runs statements without parameters, once; rows they give are passed over.
  Result<void> execute(std::string_view sql);

  /// First column of the first row of a query without parameters; 0 when there is no row.
  Result<std::int64_t> query_integer(std::string_view sql);

  /// Row key of the last row that was inserted.
  std::int64_t last_sequence() const;

  /// Closes the file, overwrites what its pages do not use (store/unused_bytes.h), and connects anew; afterwards there
  /// is no write-ahead log. Precondition: no transaction and no Statement. Errors: storage.
  Result<void> zero_unused_bytes();

  /// Takes back the open transaction; without one it does nothing.
  void roll_back();

  /// The error for a SQLite result code: resource_in_use for a lock that someone else holds, invalid_input for a value
  /// over the length limit, storage otherwise. Remembers what has to be healed before the next use.
  Error failure(int code);

  /// Error for a file whose content cannot be ours; it will be set aside.
  Error report_damage(std::string_view reason);

 private:
  enum class Health { good, reconnect, check, damaged };

  Database(std::filesystem::path folder, FolderLock lock);

  Result<void> start();
  Result<void> connect();
  Result<void> check();
  Result<void> set_aside();
  void disconnect();

  std::filesystem::path folder_;
  std::filesystem::path path_;
  FolderLock lock_;
  sqlite3* handle_ = nullptr;
  Health health_ = Health::good;
  bool is_doubtful_ = false;  // something failed since the last commit
  std::string damage_;
  std::vector<std::string> warnings_;
  std::unordered_map<std::string_view, sqlite3_stmt*> statements_;
  std::mutex mutex_;
};

}  // namespace pocketrec
