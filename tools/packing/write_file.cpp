#include "packing/write_file.h"

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

namespace pocketrec {
namespace {

bool write_all(int descriptor, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

/// Holds back the signals that end a program by hand, for as long as this lives, so that no unfinished file is left.
/// They come when it is gone. Of other threads of the program it knows nothing.
class UninterruptedSection {
 public:
  UninterruptedSection() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
    pthread_sigmask(SIG_BLOCK, &signals, &before_);
  }
  ~UninterruptedSection() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  UninterruptedSection(const UninterruptedSection&) = delete;
  UninterruptedSection& operator=(const UninterruptedSection&) = delete;

 private:
  sigset_t before_{};
};

bool sync_folder(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool synced = ::fsync(descriptor) == 0;
  ::close(descriptor);
  return synced;
}

}  // namespace

Result<void> replace_file(const std::filesystem::path& beside, const std::filesystem::path& path) {
  const UninterruptedSection uninterrupted;
  const int descriptor = ::open(beside.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int sync_error = errno;
  if (descriptor >= 0) ::close(descriptor);
  if (!synced || ::rename(beside.c_str(), path.c_str()) != 0) {
    const Error error{ErrorCode::io, path.string() + ": " + std::strerror(synced ? errno : sync_error)};
    ::unlink(beside.c_str());
    return error;
  }
  if (!sync_folder(path.parent_path())) return Error{ErrorCode::io, path.string() + ": " + std::strerror(errno)};
  return {};
}

Result<void> write_file_atomically(const std::filesystem::path& path, std::span<const std::byte> bytes) {
  const UninterruptedSection uninterrupted;
  const std::string beside = path.string() + ".part";
  const auto failed = [&] { return Error{ErrorCode::io, path.string() + ": " + std::strerror(errno)}; };
  const int descriptor = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (descriptor < 0) return failed();
  const bool written = write_all(descriptor, bytes);
  const Error error = failed();
  ::close(descriptor);
  if (written) return replace_file(beside, path);
  ::unlink(beside.c_str());
  return error;
}

}  // namespace pocketrec
