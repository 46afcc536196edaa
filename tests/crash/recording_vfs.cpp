#include "recording_vfs.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <filesystem>
#include <new>
#include <utility>

namespace pocketrec {
namespace {

RecordingVfs* recorder = nullptr;
sqlite3_vfs* system_vfs = nullptr;
sqlite3_vfs recording_vfs;

// In SQLite's memory, with the system's file behind it.
struct RecordedFile {
  sqlite3_file base;
  std::string* name;
  sqlite3_file* real;
};

constexpr std::size_t kHeaderBytes = (sizeof(RecordedFile) + 15) / 16 * 16;

RecordedFile& recorded(sqlite3_file* file) {
  return *reinterpret_cast<RecordedFile*>(file);
}

// Calls a method of the system's file.
template <auto method, typename... Arguments>
int pass_on(sqlite3_file* file, Arguments... arguments) {
  sqlite3_file* real = recorded(file).real;
  return (real->pMethods->*method)(real, arguments...);
}

void note(FileOperation operation) {
  if (recorder != nullptr) recorder->note(std::move(operation));
}

int close(sqlite3_file* file) {
  const int code = pass_on<&sqlite3_io_methods::xClose>(file);
  delete recorded(file).name;
  return code;
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  note({FileOperation::Kind::write, *recorded(file).name, offset,
        std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size))});
  return pass_on<&sqlite3_io_methods::xWrite>(file, bytes, size, offset);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  note({FileOperation::Kind::truncate, *recorded(file).name, size, {}});
  return pass_on<&sqlite3_io_methods::xTruncate>(file, size);
}

int sync(sqlite3_file* file, int flags) {
  const int code = pass_on<&sqlite3_io_methods::xSync>(file, flags);
  note({FileOperation::Kind::sync, *recorded(file).name, 0, {}});
  return code;
}

// Without shared memory: exclusive locking needs none.
const sqlite3_io_methods kMethods = {
    1,
    close,
    pass_on<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>,
    write,
    truncate,
    sync,
    pass_on<&sqlite3_io_methods::xFileSize, sqlite3_int64*>,
    pass_on<&sqlite3_io_methods::xLock, int>,
    pass_on<&sqlite3_io_methods::xUnlock, int>,
    pass_on<&sqlite3_io_methods::xCheckReservedLock, int*>,
    pass_on<&sqlite3_io_methods::xFileControl, int, void*>,
    pass_on<&sqlite3_io_methods::xSectorSize>,
    pass_on<&sqlite3_io_methods::xDeviceCharacteristics>,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
    nullptr,
};

std::string base_name(const char* path) {
  return path == nullptr ? std::string() : std::filesystem::path(path).filename().string();
}

int open(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  RecordedFile& opened = recorded(file);
  opened.base.pMethods = nullptr;
  opened.real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + kHeaderBytes);
  const int code = system_vfs->xOpen(system_vfs, path, opened.real, flags, out_flags);
  if (code != SQLITE_OK) return code;
  opened.name = new std::string(base_name(path));
  opened.base.pMethods = &kMethods;
  return code;
}

int remove(sqlite3_vfs*, const char* path, int sync_folder) {
  note({FileOperation::Kind::remove, base_name(path), 0, {}});
  return system_vfs->xDelete(system_vfs, path, sync_folder);
}

}  // namespace

RecordingVfs::RecordingVfs() {
  REQUIRE(sqlite3_initialize() == SQLITE_OK);
  REQUIRE(recorder == nullptr);
  system_vfs = sqlite3_vfs_find(nullptr);
  REQUIRE(system_vfs != nullptr);
  recording_vfs = *system_vfs;
  recording_vfs.pNext = nullptr;
  recording_vfs.zName = "recording";
  recording_vfs.szOsFile = static_cast<int>(kHeaderBytes) + system_vfs->szOsFile;
  recording_vfs.xOpen = open;
  recording_vfs.xDelete = remove;
  REQUIRE(sqlite3_vfs_register(&recording_vfs, 1) == SQLITE_OK);
  recorder = this;
}

RecordingVfs::~RecordingVfs() {
  recorder = nullptr;
  sqlite3_vfs_unregister(&recording_vfs);
  sqlite3_vfs_register(system_vfs, 1);
}

}  // namespace pocketrec
