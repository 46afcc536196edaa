#pragma once

#include <filesystem>

#include "result/result.h"

namespace pocketrec {

/// The right to use a data folder, held through flock on its file pocketrec.lock. The kernel gives it back when the
/// process ends, however it ends. SQLite's own lock would refuse a second process too, but only once it touches the
/// file, and closing a second descriptor of the database file would drop the locks of the first
/// (SQLite documentation, howtocorrupt.html §2.2).
class FolderLock {
 public:
  /// Makes the folder with mode 0700 when it is missing, also the folders above it, and takes the lock.
  /// Errors: resource_in_use when another process, or another lock of this one, holds it; storage otherwise.
  static Result<FolderLock> acquire(const std::filesystem::path& folder);

  ~FolderLock();
  FolderLock(FolderLock&& other) noexcept;
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;
  FolderLock& operator=(FolderLock&&) = delete;

  /// A note to whoever opens the folder next, kept in the lock file: the database has to be checked. Best effort; a
  /// folder that cannot be written keeps what it had.
  bool check_wanted() const;
  void want_check(bool wanted);

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;
};

/// Makes new, renamed and removed names in `folder` survive a power cut. Best effort: some file systems cannot.
void sync_folder(const std::filesystem::path& folder);

}  // namespace pocketrec
