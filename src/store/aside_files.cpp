#include "store/aside_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <string_view>
#include <system_error>

#include "store/folder_lock.h"

namespace pocketrec {
namespace {

std::filesystem::path beside(std::filesystem::path path, std::string_view suffix) {
  return path += suffix;
}

std::filesystem::path note_of(const std::filesystem::path& file) {
  return beside(file, ".salvage");
}

std::filesystem::path free_name(const std::filesystem::path& file) {
  std::filesystem::path name;
  std::error_code error;
  for (int number = 1; name.empty() || std::filesystem::exists(name, error); ++number) {
    name = beside(file, ".corrupt-" + std::to_string(number));
  }
  return name;
}

// Best effort: without it an interruption costs what could have been copied, and the file is there still.
void write_note(const std::filesystem::path& file, const std::string& name) {
  const int note = ::open(note_of(file).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (note < 0) return;
  const bool written = ::write(note, name.data(), name.size()) == static_cast<ssize_t>(name.size());
  if (written) ::fdatasync(note);
  ::close(note);
}

}  // namespace

Result<std::filesystem::path> set_aside(const std::filesystem::path& file) {
  const std::filesystem::path aside = free_name(file);
  write_note(file, aside.filename().string());
  std::error_code error;
  // The file itself last: a write-ahead log that outlives its file would be applied to the fresh one.
  for (const char* suffix : {"-wal", "-journal", ""}) {
    std::filesystem::rename(beside(file, suffix), beside(aside, suffix), error);
    if (error && error != std::errc::no_such_file_or_directory) {
      return Error{ErrorCode::storage,
                   file.string() + " cannot be renamed to " + aside.filename().string() + ": " + error.message()};
    }
  }
  sync_folder(file.parent_path());
  return aside;
}

std::optional<std::filesystem::path> take_unsalvaged(const std::filesystem::path& file) {
  std::ifstream note(note_of(file));
  std::string name;
  if (!std::getline(note, name)) return std::nullopt;
  note_salvaged(file);
  const std::filesystem::path aside = file.parent_path() / std::filesystem::path(name).filename();
  std::error_code error;
  if (std::filesystem::exists(aside, error)) return aside;
  // The file has its old name still, so that its log is missing there.
  const std::filesystem::path log = beside(file, "-wal");
  if (!std::filesystem::exists(log, error)) std::filesystem::rename(beside(aside, "-wal"), log, error);
  return std::nullopt;
}

void note_salvaged(const std::filesystem::path& file) {
  std::error_code ignored;
  std::filesystem::remove(note_of(file), ignored);
}

}  // namespace pocketrec
