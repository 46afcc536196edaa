#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace pocketrec {

/// What SQLite asks of a file.
struct FileOperation {
  enum class Kind { open, read, write, truncate, sync, remove };

  Kind kind;
  std::string file;         ///< name without the folder
  std::int64_t offset = 0;  ///< of a write; of truncate the size
  std::string bytes;        ///< of a write
};

/// Has `watch` see each operation before the system does. While it lives it is the process's default VFS
/// (sqlite.org/vfs.html); at most one at a time.
class WatchedVfs {
 public:
  /// watch: called on the threads that use files. It gives SQLITE_OK for an operation that goes on, or the code with
  /// which it fails; of a write the first half is done then, of all else nothing. SQLITE_DONE for a sync: it succeeds,
  /// and nothing is waited for.
  explicit WatchedVfs(std::function<int(const FileOperation&)> watch);
  ~WatchedVfs();
  WatchedVfs(const WatchedVfs&) = delete;
  WatchedVfs& operator=(const WatchedVfs&) = delete;
};

/// For WatchedVfs, where the power stays on: syncs take no time.
int without_syncs(const FileOperation& operation);

/// Writes down what changes files.
class RecordingVfs {
 public:
  RecordingVfs();

  /// A copy. Thread-safe.
  std::vector<FileOperation> operations() const {
    const std::lock_guard lock(mutex_);
    return operations_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<FileOperation> operations_;
  WatchedVfs vfs_;
};

}  // namespace pocketrec
