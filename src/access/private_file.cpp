#include "access/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "system/owned_descriptor.h"

namespace pocketrec {
namespace {

constexpr off_t kLargest = 65'536;

Error unfit(const std::string& named, const std::string& reason) {
  return {ErrorCode::invalid_input, named + ": expected " + reason};
}

std::string octal_mode(mode_t mode) {
  std::string text = "0000";
  for (std::size_t i = 0; i < 4; ++i) text[3 - i] = static_cast<char>('0' + ((mode >> (3 * i)) & 7U));
  return text;
}

Result<void> check(const std::string& named, const struct stat& status) {
  if (!S_ISREG(status.st_mode)) return unfit(named, "a regular file");
  if (status.st_uid != ::geteuid()) {
    return unfit(named, "the owner to be user " + std::to_string(::geteuid()) + ", who runs this program, got user " +
                            std::to_string(status.st_uid));
  }
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return unfit(named, "no rights for group and others (chmod 600), got mode " + octal_mode(status.st_mode & 07777U));
  }
  if (status.st_nlink != 1) {
    return unfit(named, "one name, got " + std::to_string(status.st_nlink) + " hard links to the same file");
  }
  if (status.st_size > kLargest) {
    return unfit(named,
                 "at most " + std::to_string(kLargest) + " bytes, got " + std::to_string(status.st_size) + " bytes");
  }
  return {};
}

Error read_error(const std::string& named, int number) {
  return {ErrorCode::io, named + ": read: " + std::strerror(number)};
}

}  // namespace

Result<Secret> read_private_file(std::string_view what, const std::string& path) {
  const std::string named = std::string(what) + " " + path;
  // Without O_NONBLOCK opening a FIFO would wait for a writer.
  const OwnedDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  if (!file.is_open()) {
    if (errno == ELOOP) return unfit(named, "the file itself, got a symbolic link");
    if (errno == ENOENT) return Error{ErrorCode::resource_not_found, named + ": not found"};
    return Error{ErrorCode::io, named + ": open: " + std::strerror(errno)};
  }
  struct stat status {};
  if (::fstat(file.get(), &status) != 0) return read_error(named, errno);
  if (auto ok = check(named, status); !ok) return ok.error();

  auto content = Secret::of_size(static_cast<std::size_t>(status.st_size));
  if (!content) return content.error();
  std::size_t filled = 0;
  while (filled < content->size()) {
    const ssize_t count = ::read(file.get(), content->data() + filled, content->size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return read_error(named, errno);
    if (count == 0) return unfit(named, "a file that is not changed while it is read");
    filled += static_cast<std::size_t>(count);
  }
  return content;
}

}  // namespace pocketrec
