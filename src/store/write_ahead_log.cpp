#include "store/write_ahead_log.h"

#include <sqlite3.h>

#include <cstddef>
#include <memory>
#include <string>
#include <system_error>

namespace pocketrec {

Result<void> sync_write_ahead_log(const std::filesystem::path& log) {
  sqlite3_vfs* vfs = sqlite3_vfs_find(nullptr);
  const auto memory =
      std::make_unique<std::max_align_t[]>(static_cast<std::size_t>(vfs->szOsFile) / sizeof(std::max_align_t) + 1);
  auto* file = reinterpret_cast<sqlite3_file*>(memory.get());
  // A file of its own: closing it drops no lock, since SQLite locks the file of the database and not the log.
  int code = vfs->xOpen(vfs, log.c_str(), file, SQLITE_OPEN_WAL | SQLITE_OPEN_READWRITE, nullptr);
  if (code == SQLITE_OK) code = file->pMethods->xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
  if (file->pMethods != nullptr) file->pMethods->xClose(file);
  std::error_code error;
  if (code == SQLITE_OK || !std::filesystem::exists(log, error)) return {};
  return Error{ErrorCode::storage,
               log.string() + ": expected to put it on stable storage, got SQLite result " + std::to_string(code)};
}

}  // namespace pocketrec
