#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace pocketrec {

/// What SQLite asked of a file.
struct FileOperation {
  enum class Kind { write, truncate, sync, remove };

  Kind kind;
  std::string file;         ///< name without the folder
  std::int64_t offset = 0;  ///< of a write; of truncate the size
  std::string bytes;        ///< of a write
};

/// Writes down what SQLite does to files, and passes it on to the system. While it lives it is the process's default
/// VFS (sqlite.org/vfs.html); at most one at a time.
class RecordingVfs {
 public:
  RecordingVfs();
  ~RecordingVfs();
  RecordingVfs(const RecordingVfs&) = delete;
  RecordingVfs& operator=(const RecordingVfs&) = delete;

  /// A copy. Thread-safe.
  std::vector<FileOperation> operations() const {
    const std::lock_guard lock(mutex_);
    return operations_;
  }

  /// For the callbacks.
  void note(FileOperation operation) {
    const std::lock_guard lock(mutex_);
    operations_.push_back(std::move(operation));
  }

 private:
  mutable std::mutex mutex_;
  std::vector<FileOperation> operations_;
};

}  // namespace pocketrec
