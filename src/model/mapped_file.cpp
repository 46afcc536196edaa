#include "model/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace pocketrec {

Result<MappedFile> MappedFile::open(const std::filesystem::path& path) {
  const auto failed = [&](ErrorCode code, const std::string& what) { return Error{code, path.string() + ": " + what}; };
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor < 0) {
    if (errno == ENOENT) return failed(ErrorCode::resource_not_found, "there is no such file");
    if (errno == ELOOP) return failed(ErrorCode::io, "is a symbolic link; give the file itself");
    return failed(ErrorCode::io, std::strerror(errno));
  }
  struct stat status {};
  void* address = MAP_FAILED;
  std::string problem;
  if (fstat(descriptor, &status) != 0) {
    problem = std::strerror(errno);
  } else if (!S_ISREG(status.st_mode)) {
    problem = "expected a regular file";
  } else if (status.st_size == 0) {
    problem = "the file is empty";
  } else {
    address = mmap(nullptr, static_cast<std::size_t>(status.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (address == MAP_FAILED) problem = std::string("cannot map: ") + std::strerror(errno);
  }
  ::close(descriptor);
  if (address == MAP_FAILED) return failed(ErrorCode::io, problem);
  return MappedFile({static_cast<const std::byte*>(address), static_cast<std::size_t>(status.st_size)});
}

MappedFile::MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

}  // namespace pocketrec
