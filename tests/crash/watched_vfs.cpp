#include "watched_vfs.h"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <filesystem>
#include <new>
#include <utility>

namespace pocketrec {
namespace {

std::function<int(const FileOperation&)> watcher;
sqlite3_vfs* system_vfs = nullptr;
sqlite3_vfs watched_vfs;

// In SQLite's memory, with the system's file behind it.
struct WatchedFile {
  sqlite3_file base;
  std::string* name;
  sqlite3_file* real;
};

constexpr std::size_t kHeaderBytes = (sizeof(WatchedFile) + 15) / 16 * 16;

WatchedFile& watched(sqlite3_file* file) {
  return *reinterpret_cast<WatchedFile*>(file);
}

// Calls a method of the system's file.
template <auto method, typename... Arguments>
int pass_on(sqlite3_file* file, Arguments... arguments) {
  sqlite3_file* real = watched(file).real;
  return (real->pMethods->*method)(real, arguments...);
}

int watch(const FileOperation& operation) {
  return watcher ? watcher(operation) : SQLITE_OK;
}

int close(sqlite3_file* file) {
  const int code = pass_on<&sqlite3_io_methods::xClose>(file);
  delete watched(file).name;
  return code;
}

int read(sqlite3_file* file, void* bytes, int size, sqlite3_int64 offset) {
  if (const int code = watch({FileOperation::Kind::read, *watched(file).name, offset, {}}); code != SQLITE_OK) {
    return code;
  }
  return pass_on<&sqlite3_io_methods::xRead>(file, bytes, size, offset);
}

int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 offset) {
  const int code = watch({FileOperation::Kind::write, *watched(file).name, offset,
                          std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size))});
  const int written = pass_on<&sqlite3_io_methods::xWrite>(file, bytes, code == SQLITE_OK ? size : size / 2, offset);
  return code == SQLITE_OK ? written : code;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  const int code = watch({FileOperation::Kind::truncate, *watched(file).name, size, {}});
  if (code != SQLITE_OK) return code;
  return pass_on<&sqlite3_io_methods::xTruncate>(file, size);
}

int sync(sqlite3_file* file, int flags) {
  const int code = watch({FileOperation::Kind::sync, *watched(file).name, 0, {}});
  if (code != SQLITE_OK) return code == SQLITE_DONE ? SQLITE_OK : code;
  return pass_on<&sqlite3_io_methods::xSync>(file, flags);
}

// Without shared memory: exclusive locking needs none.
const sqlite3_io_methods kMethods = {
    1,
    close,
    read,
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
  WatchedFile& opened = watched(file);
  opened.base.pMethods = nullptr;
  opened.real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + kHeaderBytes);
  if (const int code = watch({FileOperation::Kind::open, base_name(path), 0, {}}); code != SQLITE_OK) return code;
  const int code = system_vfs->xOpen(system_vfs, path, opened.real, flags, out_flags);
  if (code != SQLITE_OK) return code;
  opened.name = new std::string(base_name(path));
  opened.base.pMethods = &kMethods;
  return code;
}

int remove(sqlite3_vfs*, const char* path, int sync_folder) {
  const int code = watch({FileOperation::Kind::remove, base_name(path), 0, {}});
  if (code != SQLITE_OK) return code;
  return system_vfs->xDelete(system_vfs, path, sync_folder);
}

}  // namespace

WatchedVfs::WatchedVfs(std::function<int(const FileOperation&)> watch) {
  REQUIRE(sqlite3_initialize() == SQLITE_OK);
  REQUIRE(!watcher);
  system_vfs = sqlite3_vfs_find(nullptr);
  REQUIRE(system_vfs != nullptr);
  watched_vfs = *system_vfs;
  watched_vfs.pNext = nullptr;
  watched_vfs.zName = "watched";
  watched_vfs.szOsFile = static_cast<int>(kHeaderBytes) + system_vfs->szOsFile;
  watched_vfs.xOpen = open;
  watched_vfs.xDelete = remove;
  REQUIRE(sqlite3_vfs_register(&watched_vfs, 1) == SQLITE_OK);
  watcher = std::move(watch);
}

WatchedVfs::~WatchedVfs() {
  watcher = nullptr;
  sqlite3_vfs_unregister(&watched_vfs);
  sqlite3_vfs_register(system_vfs, 1);
}

int without_syncs(const FileOperation& operation) {
  return operation.kind == FileOperation::Kind::sync ? SQLITE_DONE : SQLITE_OK;
}

RecordingVfs::RecordingVfs()
    : vfs_([this](const FileOperation& operation) {
        if (operation.kind != FileOperation::Kind::open && operation.kind != FileOperation::Kind::read) {
          const std::lock_guard lock(mutex_);
          operations_.push_back(operation);
        }
        return SQLITE_OK;
      }) {}

}  // namespace pocketrec
