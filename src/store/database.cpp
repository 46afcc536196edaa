#include "store/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "store/connection.h"
#include "store/erasure.h"
#include "store/migrations.h"
#include "store/transaction.h"
#include "store/unused_bytes.h"

namespace pocketrec {
namespace {

// A check reads the whole file: two seconds at the 32 MB/s of a slow card.
constexpr std::uintmax_t kLargestCheckedFile = 64 << 20;

// What a few writes may need: the write-ahead log grows before it is folded into the file.
constexpr std::uintmax_t kLeastRoom = 1 << 20;

std::filesystem::path with_suffix(std::filesystem::path path, std::string_view suffix) {
  return path += suffix;
}

std::uintmax_t size_or_zero(const std::filesystem::path& path) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  return error ? 0 : size;
}

// SQLite would make the file readable for everyone. Nobody has it open yet, so closing it here drops no lock.
Result<void> make_private_file(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) {
    return Error{ErrorCode::storage, path.string() + ": expected a file that can be written, got: " +
                                         std::generic_category().message(errno)};
  }
  ::close(descriptor);
  return {};
}

}  // namespace

Database::Database(std::filesystem::path folder, FolderLock lock)
    : folder_(std::move(folder)), path_(folder_ / "events.sqlite"), lock_(std::move(lock)) {}

Database::~Database() {
  disconnect();
}

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& folder) {
  auto lock = FolderLock::acquire(folder);
  if (!lock) return lock.error();
  std::unique_ptr<Database> database(new Database(folder, *std::move(lock)));
  // A clean stop empties the write-ahead log and removes it.
  const bool unclean = size_or_zero(with_suffix(database->path_, "-wal")) > 0;
  const bool small = size_or_zero(database->path_) <= kLargestCheckedFile;
  if ((unclean && small) || database->lock_.check_wanted()) database->health_ = Health::check;
  if (auto ok = database->start(); !ok) return ok.error();
  return database;
}

Result<void> Database::start() {
  const bool checked = health_ == Health::check;
  auto connected = connect();
  if (!connected && !checked && health_ == Health::check) connected = connect();
  if (!connected && health_ == Health::damaged) {
    if (auto ok = set_aside(); !ok) return ok.error();
    connected = connect();
  }
  if (!connected) return connected.error();
  health_ = Health::good;
  lock_.want_check(false);
  if (auto ok = remove_erased_bytes(*this); !ok) {
    warnings_.push_back("what was erased may still be in the files: " + ok.error().message);
    if (health_ != Health::good) return ok.error();
  }
  return {};
}

Result<void> Database::connect() {
  disconnect();
  if (auto ok = make_private_file(path_); !ok) return ok.error();
  const bool check_first = health_ == Health::check;
  const Connection connection = open_connection(path_);
  handle_ = connection.handle;
  if (connection.code != SQLITE_OK) return failure(connection.code);
  if (check_first) {
    if (auto ok = check(); !ok) return ok.error();
  }
  return migrate(*this);
}

Result<void> Database::check() {
  auto statement = prepare("PRAGMA quick_check(1)");
  if (!statement) return statement.error();
  auto row = statement->step();
  if (!row) return row.error();
  if (const std::string verdict = statement->text(0); verdict != "ok") return report_damage(verdict);
  return {};
}

Result<void> Database::set_aside() {
  disconnect();
  // If this is interrupted between two renames, the next start has to come back here.
  lock_.want_check(true);
  std::filesystem::path aside;
  std::error_code error;
  for (int number = 1; aside.empty() || std::filesystem::exists(aside, error); ++number) {
    aside = with_suffix(path_, ".corrupt-" + std::to_string(number));
  }
  // The file itself last: a write-ahead log that outlives its file would be applied to the fresh one.
  for (const char* suffix : {"-wal", "-journal", ""}) {
    std::filesystem::rename(with_suffix(path_, suffix), with_suffix(aside, suffix), error);
    if (error && error != std::errc::no_such_file_or_directory) {
      return Error{ErrorCode::storage, path_.string() + " is damaged (" + damage_ + ") and cannot be renamed to " +
                                           aside.filename().string() + ": " + error.message()};
    }
  }
  sync_folder(folder_);
  warnings_.push_back(path_.string() + " is damaged (" + damage_ + "); it is kept as " + aside.filename().string() +
                      ", and a fresh file begins without its events");
  health_ = Health::good;
  return {};
}

void Database::disconnect() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  statements_.clear();
  sqlite3_close(handle_);
  handle_ = nullptr;
}

std::vector<std::string> Database::take_warnings() {
  const std::lock_guard lock(mutex_);
  return std::exchange(warnings_, {});
}

Database::Room Database::room() const {
  Room room{size_or_zero(path_) + size_or_zero(with_suffix(path_, "-wal")), std::nullopt};
  std::error_code error;
  if (const auto space = std::filesystem::space(folder_, error); !error) room.free = space.available;
  return room;
}

Result<void> Database::check_writable() {
  if (const auto free = room().free; free && *free < kLeastRoom) {
    return Error{ErrorCode::storage, "event store: expected at least " + std::to_string(kLeastRoom) +
                                         " free bytes in its file system, got " + std::to_string(*free)};
  }
  const Error failing{ErrorCode::storage, "event store: expected writes to succeed, but the last one failed"};
  const auto lock = access();
  if (!lock) return failing;
  if (!is_doubtful_) return {};
  // Writes again what is there already.
  auto transaction = Transaction::begin(*this);
  if (!transaction) return failing;
  const auto version = query_integer("PRAGMA user_version");
  if (!version || !execute("PRAGMA user_version = " + std::to_string(*version)) || !transaction->commit()) {
    return failing;
  }
  return {};
}

Result<std::unique_lock<std::mutex>> Database::access() {
  std::unique_lock lock(mutex_);
  if (health_ != Health::good) {
    if (auto ok = start(); !ok) return ok.error();
  }
  return lock;
}

Result<Statement> Database::prepare(std::string_view sql) {
  if (const auto found = statements_.find(sql); found != statements_.end()) return Statement(*this, found->second);
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                      &statement, nullptr);
  if (code != SQLITE_OK) return failure(code);
  statements_.emplace(sql, statement);
  return Statement(*this, statement);
}

Result<void> Database::execute(std::string_view sql) {
  const int code = sqlite3_exec(handle_, std::string(sql).c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return failure(code);
  return {};
}

Result<std::int64_t> Database::query_integer(std::string_view sql) {
  auto statement = prepare(sql);
  if (!statement) return statement.error();
  auto row = statement->step();
  if (!row) return row.error();
  return *row ? statement->integer(0) : 0;
}

std::int64_t Database::last_sequence() const {
  return sqlite3_last_insert_rowid(handle_);
}

Result<void> Database::zero_unused_bytes() {
  std::vector<std::int64_t> roots;
  {
    auto rows = prepare("SELECT rootpage FROM sqlite_schema WHERE rootpage > 0");
    if (!rows) return rows.error();
    while (true) {
      const auto row = rows->step();
      if (!row) return row.error();
      if (!*row) break;
      roots.push_back(rows->integer(0));
    }
  }
  // The last one to close a file folds its write-ahead log into it, and removes the log when that succeeded.
  disconnect();
  // The log must not come back after a power cut.
  sync_folder(folder_);
  Result<void> zeroed;
  if (size_or_zero(with_suffix(path_, "-wal")) > 0) {
    zeroed = Error{ErrorCode::storage, path_.string() + ": its write-ahead log could not be emptied"};
  } else {
    zeroed = pocketrec::zero_unused_bytes(path_, roots);
  }
  if (auto ok = connect(); !ok) {
    if (health_ == Health::good) health_ = Health::reconnect;
    return ok.error();
  }
  return zeroed;
}

void Database::roll_back() {
  // SQLite has already taken the transaction back after some errors. That this fails cannot hurt: nothing of the
  // transaction counts without its commit.
  if (sqlite3_get_autocommit(handle_) == 0) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

Error Database::failure(int code) {
  is_doubtful_ = true;
  const std::string text = handle_ != nullptr ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
  const std::string message = path_.string() + ": " + text + " (SQLite result " + std::to_string(code) + ")";
  switch (code & 0xff) {
    case SQLITE_TOOBIG:
      return {ErrorCode::invalid_input, "event: expected at most 1000000 bytes of text, got more"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::resource_in_use,
              "data folder " + folder_.string() + ": another program has its database open: " + message};
    case SQLITE_IOERR:
      if (health_ == Health::good) health_ = Health::reconnect;
      break;
    case SQLITE_NOTADB:
      return report_damage(text);
    case SQLITE_CORRUPT:
      // Seen while it was in use: only a check says whether the file itself is damaged.
      if (health_ == Health::check) return report_damage(text);
      health_ = Health::check;
      lock_.want_check(true);
      break;
    default:
      break;
  }
  return {ErrorCode::storage, message};
}

Error Database::report_damage(std::string_view reason) {
  health_ = Health::damaged;
  damage_ = reason;
  return {ErrorCode::storage, path_.string() + " is damaged: " + damage_};
}

}  // namespace pocketrec
