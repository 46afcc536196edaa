#include "statistics/sqlite_file.h"

#include <sqlite3.h>

#include <system_error>

namespace pocketrec {
namespace {

Error io_error(const std::string& path, sqlite3* handle) {
  return {ErrorCode::io, path + ": " + (handle == nullptr ? "out of memory" : sqlite3_errmsg(handle))};
}

}  // namespace

void SqliteStatement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

Result<bool> SqliteStatement::step() {
  const int code = bind_code_ != SQLITE_OK ? bind_code_ : sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return io_error(file_, sqlite3_db_handle(statement_.get()));
}

bool SqliteStatement::is_null(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}
std::int64_t SqliteStatement::integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}
double SqliteStatement::real(int column) const {
  return sqlite3_column_double(statement_.get(), column);
}
std::string_view SqliteStatement::text(int column) const {
  const void* const bytes = sqlite3_column_blob(statement_.get(), column);
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

void SqliteStatement::reset() {
  sqlite3_reset(statement_.get());
  bind_code_ = SQLITE_OK;
}
void SqliteStatement::bind(int index, std::int64_t value) {
  if (const int code = sqlite3_bind_int64(statement_.get(), index, value); code != SQLITE_OK) bind_code_ = code;
}
void SqliteStatement::bind(int index, double value) {
  if (const int code = sqlite3_bind_double(statement_.get(), index, value); code != SQLITE_OK) bind_code_ = code;
}
void SqliteStatement::bind(int index, std::string_view text) {
  // As a blob: bytes are kept as they are, whatever they are.
  const int code = sqlite3_bind_blob64(statement_.get(), index, text.data() == nullptr ? "" : text.data(), text.size(),
                                       SQLITE_STATIC);
  if (code != SQLITE_OK) bind_code_ = code;
}
void SqliteStatement::bind(int index, std::nullptr_t) {
  if (const int code = sqlite3_bind_null(statement_.get(), index); code != SQLITE_OK) bind_code_ = code;
}

void SqliteFile::Close::operator()(sqlite3* handle) const {
  sqlite3_close(handle);
}

Result<SqliteFile> SqliteFile::connect(const std::filesystem::path& path, int flags) {
  static const int initialized = sqlite3_initialize();
  if (initialized != SQLITE_OK) return Error{ErrorCode::io, "SQLite: " + std::string(sqlite3_errstr(initialized))};
  SqliteFile file;
  file.path_ = path.string();
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(file.path_.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  file.handle_.reset(handle);
  if (code != SQLITE_OK) return file.failure();
  return file;
}

Result<SqliteFile> SqliteFile::create(const std::filesystem::path& path) {
  std::error_code ignored;
  std::filesystem::remove(path, ignored);
  auto file = connect(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  if (!file) return file;
  if (auto ok = file->execute("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE"); !ok) {
    return ok.error();
  }
  return file;
}

Result<SqliteFile> SqliteFile::open(const std::filesystem::path& path) {
  std::error_code problem;
  if (!std::filesystem::exists(path, problem)) {
    return Error{ErrorCode::resource_not_found, path.string() + ": there is no such file"};
  }
  return connect(path, SQLITE_OPEN_READONLY);
}

Result<void> SqliteFile::execute(const char* sql) {
  if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) return failure();
  return {};
}

Result<SqliteStatement> SqliteFile::prepare(std::string_view sql) const {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  if (code != SQLITE_OK) return failure();
  return SqliteStatement(statement, path_);
}

Error SqliteFile::failure() const {
  return io_error(path_, handle_.get());
}

}  // namespace pocketrec
