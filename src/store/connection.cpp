#include "store/connection.h"

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace pocketrec {
namespace {

// The high-security column of SQLite's security.html, with room for our own statements where that is too narrow.
constexpr struct {
  int id;
  int value;
} kLimits[] = {
    {SQLITE_LIMIT_LENGTH, 1'000'000},   {SQLITE_LIMIT_SQL_LENGTH, 100'000}, {SQLITE_LIMIT_COLUMN, 100},
    {SQLITE_LIMIT_EXPR_DEPTH, 32},      {SQLITE_LIMIT_COMPOUND_SELECT, 3},  {SQLITE_LIMIT_VDBE_OP, 25'000},
    {SQLITE_LIMIT_FUNCTION_ARG, 8},     {SQLITE_LIMIT_ATTACHED, 0},         {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50},
    {SQLITE_LIMIT_VARIABLE_NUMBER, 16}, {SQLITE_LIMIT_TRIGGER_DEPTH, 1},    {SQLITE_LIMIT_WORKER_THREADS, 0},
};

constexpr struct {
  int id;
  int on;
} kSettings[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1},
    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
    {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
};

// Bytes of the write-ahead log at which it is folded into the file, below what its size is limited to.
constexpr std::int64_t kCheckpointBytes = 3'686'400;

// The order matters: exclusive before the journal mode, so that the WAL index stays in memory and no second process can
// ever join; page_size and auto_vacuum before the first page is written, since they cannot be changed later without a
// rewrite. A transaction writes whole pages, of which it fills few: small ones spare the flash (docs/device.md).
constexpr const char* kPragmas = R"sql(
PRAGMA page_size = 1024;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cell_size_check = ON;
PRAGMA mmap_size = 0;
PRAGMA temp_store = MEMORY;
PRAGMA secure_delete = ON;
)sql";
constexpr const char* kVacuumPragma = "PRAGMA auto_vacuum = INCREMENTAL";
constexpr const char* kLogPragmas = R"sql(
PRAGMA journal_mode = WAL;
PRAGMA journal_size_limit = 4000000;
)sql";

// What a commit waits for. NORMAL still syncs the log before it is folded into the file, so that nothing is damaged.
const char* synchronous_pragma(Durability::Mode durability) {
  return durability == Durability::Mode::full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL";
}

// Of a file that an earlier version made pages may have another size.
int set_checkpoint(void* handle, int columns, char** values, char**) {
  if (columns != 1 || values[0] == nullptr) return 1;
  const std::int64_t page_bytes = std::strtoll(values[0], nullptr, 10);
  if (page_bytes <= 0) return 1;
  return sqlite3_wal_autocheckpoint(static_cast<sqlite3*>(handle), static_cast<int>(kCheckpointBytes / page_bytes));
}

// Setting the mode that a file has already writes a page all the same: at every start, and a full disk would refuse it.
int is_vacuum_set(void* answer, int columns, char** values, char**) {
  if (columns == 1 && values[0] != nullptr) *static_cast<bool*>(answer) = std::string_view(values[0]) == "2";
  return 0;
}

int is_wal(void* answer, int columns, char** values, char**) {
  if (columns == 1 && values[0] != nullptr && std::string_view(values[0]) == "wal") *static_cast<bool*>(answer) = true;
  return 0;
}

// As for a schema that is to be repaired: SQLite then reads a file that is shorter than it says, and what it finds of a
// schema with errors. Nothing is written all the same (query_only).
constexpr struct {
  int id;
  int on;
} kSettingsOfDamaged[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 0},
    {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 1},
    {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1},
};

// Reading in write-ahead mode needs the lock for its index in memory, as for writing.
constexpr const char* kPragmasOfDamaged = R"sql(
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA query_only = ON;
PRAGMA cell_size_check = ON;
PRAGMA mmap_size = 0;
PRAGMA temp_store = MEMORY;
)sql";

Connection open_limited(const char* name, int flags) {
  // SQLite is built without its automatic initialisation.
  static const int initialized = sqlite3_initialize();
  if (initialized != SQLITE_OK) return {nullptr, initialized};

  Connection result;
  result.code = sqlite3_open_v2(name, &result.handle, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  if (result.code != SQLITE_OK) return result;
  for (const auto& limit : kLimits) sqlite3_limit(result.handle, limit.id, limit.value);
  for (const auto& setting : kSettings) {
    result.code = sqlite3_db_config(result.handle, setting.id, setting.on, nullptr);
    if (result.code != SQLITE_OK) return result;
  }
  return result;
}

// A name by which SQLite takes the file for one that nothing changes, and does not look for a log.
std::string immutable_name(const std::filesystem::path& file) {
  std::string name = "file:";
  for (const char c : std::filesystem::absolute(file).string()) {
    if (c == '%' || c == '?' || c == '#') {
      name += c == '%' ? "%25" : c == '?' ? "%3f" : "%23";
    } else {
      name += c;
    }
  }
  return name + "?immutable=1";
}

}  // namespace

Connection open_connection(const std::filesystem::path& file, Durability::Mode durability) {
  const bool in_memory = durability == Durability::Mode::memory;
  Connection result = open_limited(in_memory ? ":memory:" : file.c_str(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  if (result.code != SQLITE_OK) return result;
  result.code = sqlite3_exec(result.handle, kPragmas, nullptr, nullptr, nullptr);
  if (result.code != SQLITE_OK) return result;
  bool vacuum_set = false;
  result.code = sqlite3_exec(result.handle, "PRAGMA auto_vacuum", is_vacuum_set, &vacuum_set, nullptr);
  if (result.code == SQLITE_OK && !vacuum_set) {
    result.code = sqlite3_exec(result.handle, kVacuumPragma, nullptr, nullptr, nullptr);
  }
  if (result.code != SQLITE_OK) return result;
  bool wal = false;
  result.code = sqlite3_exec(result.handle, kLogPragmas, is_wal, &wal, nullptr);
  // A file system without what WAL needs leaves the mode as it was, without an error.
  if (result.code == SQLITE_OK && !wal && !in_memory) result.code = SQLITE_CANTOPEN;
  // So SQLite takes a file of an unknown format, and only says so to who writes.
  if (result.code == SQLITE_OK && sqlite3_db_readonly(result.handle, "main") == 1) result.code = SQLITE_READONLY;
  if (result.code != SQLITE_OK) return result;
  result.code = sqlite3_exec(result.handle, synchronous_pragma(durability), nullptr, nullptr, nullptr);
  if (result.code != SQLITE_OK) return result;
  result.code = sqlite3_exec(result.handle, "PRAGMA page_size", set_checkpoint, result.handle, nullptr);
  return result;
}

int read_begin(sqlite3* handle) {
  sqlite3_file* file = nullptr;
  const int code = sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file));
  if (code != SQLITE_OK || file == nullptr || file->pMethods == nullptr) return code;
  std::array<char, 4096> bytes{};
  const int read = file->pMethods->xRead(file, bytes.data(), static_cast<int>(bytes.size()), 0);
  return read == SQLITE_IOERR_SHORT_READ ? SQLITE_OK : read;
}

Connection open_damaged(const std::filesystem::path& file, bool with_log) {
  Connection result = with_log ? open_limited(file.c_str(), SQLITE_OPEN_READWRITE)
                               : open_limited(immutable_name(file).c_str(), SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
  if (result.code != SQLITE_OK) return result;
  for (const auto& setting : kSettingsOfDamaged) {
    result.code = sqlite3_db_config(result.handle, setting.id, setting.on, nullptr);
    if (result.code != SQLITE_OK) return result;
  }
  result.code = sqlite3_exec(result.handle, kPragmasOfDamaged, nullptr, nullptr, nullptr);
  return result;
}

}  // namespace pocketrec
