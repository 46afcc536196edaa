#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "result/result.h"
#include "store/durability.h"
#include "store/folder_lock.h"
#include "store/periodic_sync.h"
#include "store/statement.h"

struct sqlite3;

namespace pocketrec {

/// The one connection to the SQLite file of a data folder: write-ahead log, exclusive lock, and by default
/// synchronous=FULL, so that a committed transaction survives a power cut (SQLite documentation, pragma.html; wal.html
/// §11 for why exactly one).
/// It heals itself: after an error of the disk it connects anew before the next use, because the kernel may have
/// dropped what it could not write; and a damaged file is set aside, never deleted, for a fresh one with what can still
/// be read.
class Database {
 public:
  /// Opens `folder`/events.sqlite, makes the folder (mode 0700) and the file (0600) when they are missing, and applies
  /// the migrations that the file has not seen. After an unclean stop the file is checked first (quick_check), unless
  /// it is so large that this would take more than about two seconds. A damaged file becomes events.sqlite.corrupt-N,
  /// and what can be read of it is copied into a fresh one (salvage.h), with a warning. Bytes of an erasure that was
  /// stopped halfway are removed (erasure.h).
  /// Errors: resource_in_use when another process holds the folder; storage with SQLite's text otherwise.
  /// Durability::Mode::memory is for open_in_memory(); with batched, sync_periodically() has to follow.
  static Result<std::unique_ptr<Database>> open(const std::filesystem::path& folder, Durability durability = {});

  /// An empty database that ends with this object, without a folder. Errors: storage.
  static Result<std::unique_ptr<Database>> open_in_memory();

  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// What the operator should read in the log, in sentences, since the last call. Thread-safe.
  std::vector<std::string> take_warnings();

  /// In place of take_warnings(): has `tell` told at once what is to be read in the log, from the last call on. It is
  /// called while the database is in use and must not use it.
  void tell_warnings(std::function<void(const std::string&)> tell);

  /// The SQLite file; ":memory:" without one.
  const std::filesystem::path& path() const { return path_; }

  /// Bytes of the file together with its write-ahead log, or of the memory that stands for them, and bytes that the
  /// file system has left, where it tells that. Thread-safe; waits for nobody.
  struct Room {
    std::uintmax_t used = 0;
    std::optional<std::uintmax_t> free;
  };
  Room room() const;

  /// Whether a write would be stored now: the file system has a megabyte left, and the last write succeeded. After one
  /// that failed another one is tried, of one page, so that nothing is written as long as all is well. Thread-safe.
  /// Errors: storage, without the path.
  Result<void> check_writable();

  /// Keeps the file below so many bytes, or what it has when that is more; 0: any size. What would go beyond is refused
  /// as by a full disk. It is a backstop: Retention makes room long before. Thread-safe. Errors: storage.
  Result<void> limit_bytes(std::uint64_t most);

  /// A transaction was committed.
  void note_commit();

  /// Puts on stable storage what was committed before the call. Thread-safe; waits for the disk and not for the lock.
  /// When the log cannot be synced, what it has is written into the file. Errors: storage.
  Result<void> sync();

  /// Starts the thread that syncs what is written within the window of batched durability; with another one it does
  /// nothing. Call it once. Errors: io when the system has no thread left.
  Result<void> sync_periodically();

  /// The right to use what follows, for as long as the lock lives; it connects anew when the last use failed.
  /// Errors: as open().
  Result<std::unique_lock<std::mutex>> access();

  /// Grows when it connects: what was remembered of its content may be wrong then. Requires access().
  std::uint64_t generation() const { return generation_; }

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
  /// is no write-ahead log. Does nothing without a folder. Precondition: no transaction and no Statement. Errors:
  /// storage.
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

  Database(std::filesystem::path folder, std::optional<FolderLock> lock, Durability durability);

  Result<void> start();
  Result<void> connect();
  Result<void> connect_to_file();
  Result<void> check();
  Result<void> apply_limit();
  void want_check(bool wanted);
  Result<void> begin_afresh();
  Result<void> copy_what_is_left();
  void warn(std::string warning);
  void disconnect();

  std::filesystem::path folder_;
  std::filesystem::path path_;
  const Durability durability_;
  std::optional<FolderLock> lock_;  // empty without a folder
  sqlite3* handle_ = nullptr;
  Health health_ = Health::good;
  std::uint64_t generation_ = 0;
  std::uint64_t most_bytes_ = 0;                 // of the file; 0: any number
  std::atomic<std::uintmax_t> memory_used_ = 0;  // without a folder
  bool is_connecting_ = false;
  bool is_doubtful_ = false;  // something failed since the last commit
  std::string damage_;
  std::filesystem::path unsalvaged_;  // set aside, and not copied from yet; empty for none
  std::vector<std::string> warnings_;
  std::function<void(const std::string&)> tell_warning_;
  std::unordered_map<std::string_view, sqlite3_stmt*> statements_;
  std::mutex mutex_;
  std::unique_ptr<PeriodicSync> periodic_sync_;  // last: its thread uses all of the above
};

}  // namespace pocketrec
