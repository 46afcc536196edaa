#include "cli/output_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>
#include <utility>

#include "store/folder_lock.h"

namespace pocketrec {
namespace {

std::string beside(const std::string& path) {
  return path + ".part";
}

Error io_error(const std::string& path) {
  return {ErrorCode::io, (path.empty() ? std::string("standard output") : path) +
                             ": expected to write it, got: " + std::generic_category().message(errno)};
}

}  // namespace

Result<OutputFile> OutputFile::create(const std::string& path) {
  if (path.empty()) return OutputFile(path, stdout);
  const int descriptor = ::open(beside(path).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) return io_error(path);
  std::FILE* file = ::fdopen(descriptor, "wb");
  if (file == nullptr) {
    const Error error = io_error(path);
    ::close(descriptor);
    return error;
  }
  return OutputFile(path, file);
}

OutputFile::~OutputFile() {
  if (file_ && !path_.empty()) ::unlink(beside(path_).c_str());
}

Result<void> OutputFile::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) return io_error(path_);
  return {};
}

Result<void> OutputFile::finish() {
  if (std::fflush(file_.get()) != 0) return io_error(path_);
  if (path_.empty()) return {};
  if (::fsync(::fileno(file_.get())) != 0 || ::rename(beside(path_).c_str(), path_.c_str()) != 0) {
    return io_error(path_);
  }
  file_.reset();
  const std::filesystem::path folder = std::filesystem::path(path_).parent_path();
  sync_folder(folder.empty() ? "." : folder);
  return {};
}

}  // namespace pocketrec
