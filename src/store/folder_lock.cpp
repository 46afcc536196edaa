#include "store/folder_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace pocketrec {
namespace {

Error folder_error(const std::filesystem::path& path, const char* expected, int error) {
  return {ErrorCode::storage,
          path.string() + ": expected " + expected + ", got: " + std::generic_category().message(error)};
}

Result<void> make_folder(const std::filesystem::path& folder) {
  std::error_code error;
  const std::filesystem::path parent = std::filesystem::absolute(folder, error).parent_path();
  if (error) return folder_error(folder, "a data folder", error.value());
  std::filesystem::create_directories(parent, error);
  if (error) return folder_error(parent, "a folder for the data folder", error.value());
  if (::mkdir(folder.c_str(), 0700) == 0) {
    sync_folder(parent);
  } else if (errno != EEXIST) {
    return folder_error(folder, "to make the data folder", errno);
  }
  return {};
}

}  // namespace

Result<FolderLock> FolderLock::acquire(const std::filesystem::path& folder) {
  if (auto ok = make_folder(folder); !ok) return ok.error();
  const std::filesystem::path file = folder / "pocketrec.lock";
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return folder_error(file, "a data folder that can be written", errno);
  FolderLock lock(descriptor);
  while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno != EWOULDBLOCK) return folder_error(file, "to lock the data folder", errno);
    return Error{ErrorCode::resource_in_use,
                 "data folder " + folder.string() + ": expected it to be free, but another pocketrec process uses it"};
  }
  return lock;
}

FolderLock::FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool FolderLock::check_wanted() const {
  struct stat status {};
  return ::fstat(descriptor_, &status) == 0 && status.st_size > 0;
}

void FolderLock::want_check(bool wanted) {
  if (wanted == check_wanted()) return;
  if (::ftruncate(descriptor_, wanted ? 1 : 0) == 0) ::fdatasync(descriptor_);
}

void sync_folder(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::close(descriptor);
}

}  // namespace pocketrec
