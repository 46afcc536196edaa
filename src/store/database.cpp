#include "store/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <fstream>
#include <system_error>
#include <utility>

#include "store/aside_files.h"
#include "store/connection.h"
#include "store/erasure.h"
#include "store/event_index.h"
#include "store/migrations.h"
#include "store/salvage.h"
#include "store/transaction.h"
#include "store/unused_bytes.h"
#include "store/write_ahead_log.h"

namespace pocketrec {
namespace {

// What a start waits for rows of a damaged file at most: 200,000 events take that in a debug build on two busy cores.
constexpr std::chrono::milliseconds kSalvageTime(10'000);

// Of any SQLite file (limits.html).
constexpr std::uint64_t kMostPages = 4'294'967'294;

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

// SQLite reads such a file only (fileformat.html, 1.3.2: the write version is the byte at 18, and 2 the newest).
bool has_unknown_format(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  file.seekg(18);
  return file.get() > 2;
}

}  // namespace

Database::Database(std::filesystem::path folder, std::optional<FolderLock> lock, Durability durability)
    : folder_(std::move(folder)),
      path_(folder_.empty() ? ":memory:" : folder_ / "events.sqlite"),
      durability_(durability),
      lock_(std::move(lock)) {}

Database::~Database() {
  periodic_sync_.reset();
  disconnect();
}

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& folder, Durability durability) {
  auto lock = FolderLock::acquire(folder);
  if (!lock) return lock.error();
  std::unique_ptr<Database> database(new Database(folder, *std::move(lock), durability));
  if (auto aside = take_unsalvaged(database->path_)) database->unsalvaged_ = *std::move(aside);
  // A clean stop empties the write-ahead log and removes it.
  const bool unclean = size_or_zero(with_suffix(database->path_, "-wal")) > 0;
  const bool small = size_or_zero(database->path_) <= kLargestCheckedFile;
  if ((unclean && small) || database->lock_->check_wanted()) database->health_ = Health::check;
  if (auto ok = database->start(); !ok) return ok.error();
  if (durability.mode == Durability::Mode::batched) {
    Database* self = database.get();
    database->periodic_sync_ = std::make_unique<PeriodicSync>(durability.window, [self] { (void)self->sync(); });
  }
  return database;
}

Result<void> Database::sync_periodically() {
  return periodic_sync_ ? periodic_sync_->start() : Result<void>();
}

Result<std::unique_ptr<Database>> Database::open_in_memory() {
  std::unique_ptr<Database> database(new Database({}, std::nullopt, {Durability::Mode::memory, {}}));
  if (auto ok = database->start(); !ok) return ok.error();
  return database;
}

Result<void> Database::start() {
  const bool checked = health_ == Health::check;
  auto connected = connect();
  if (!connected && !checked && health_ == Health::check) connected = connect();
  if (!connected && health_ == Health::damaged) connected = begin_afresh();
  if (!connected) return connected.error();
  health_ = Health::good;
  if (!unsalvaged_.empty()) {
    if (auto ok = copy_what_is_left(); !ok) return ok.error();
  }
  want_check(false);
  const auto erased = has_erased_bytes(*this);
  if (!erased) return erased.error();
  if (!*erased) return {};
  if (auto ok = remove_erased_bytes(*this); !ok) {
    warn("what was erased may still be in the files: " + ok.error().message);
    if (health_ != Health::good) return ok.error();
  }
  return {};
}

Result<void> Database::connect() {
  disconnect();
  ++generation_;
  if (!folder_.empty()) {
    if (auto ok = make_private_file(path_); !ok) return ok.error();
  }
  struct Connecting {  // also on the way of an exception
    bool& is_connecting;
    ~Connecting() { is_connecting = false; }
  };
  is_connecting_ = true;
  const Connecting connecting{is_connecting_};
  return connect_to_file();
}

Result<void> Database::connect_to_file() {
  const bool check_first = health_ == Health::check;
  const Connection connection = open_connection(path_, durability_.mode);
  handle_ = connection.handle;
  if (connection.code != SQLITE_OK) return failure(connection.code);
  // What a process that was killed had not synced is stored from now on: the same event sent again is a duplicate.
  const std::filesystem::path log = with_suffix(path_, "-wal");
  if (!folder_.empty() && size_or_zero(log) > 0) {
    if (auto ok = sync_write_ahead_log(log); !ok) {
      if (health_ == Health::good) health_ = Health::reconnect;
      return ok.error();
    }
  }
  if (check_first) {
    if (auto ok = check(); !ok) return ok.error();
  }
  if (auto ok = migrate(*this); !ok) return ok;
  if (auto ok = apply_limit(); !ok) return ok;
  // Without room for it, the rest is done later.
  const Health health = health_;
  const auto caught_up = catch_up(*this);
  return health_ == health ? Result<void>() : caught_up;
}

Result<void> Database::check() {
  // Damage that was met may be of an index alone, which the quick check passes over.
  const std::string_view sql = lock_ && lock_->check_wanted() ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)";
  std::string verdict;
  // A read that fails is a verdict too: one that may not come again, or one that says nothing of what the file holds.
  for (int attempt = 0; attempt < 2; ++attempt) {
    auto statement = prepare(sql);
    if (!statement) return statement.error();
    auto row = statement->step();
    if (!row) return row.error();
    verdict = statement->text(0);
    if (verdict == "ok") return {};
  }
  if (const int code = read_begin(handle_); code != SQLITE_OK) return failure(code);
  return report_damage(verdict);
}

Result<void> Database::limit_bytes(std::uint64_t most) {
  const auto lock = access();
  most_bytes_ = most;
  return lock ? apply_limit() : Result<void>(lock.error());
}

Result<void> Database::apply_limit() {
  const auto page_bytes = query_integer("PRAGMA page_size");
  if (!page_bytes) return page_bytes.error();
  const std::uint64_t pages =
      most_bytes_ == 0 ? kMostPages : std::max<std::uint64_t>(most_bytes_ / static_cast<std::uint64_t>(*page_bytes), 1);
  return execute("PRAGMA max_page_count = " + std::to_string(pages));
}

Result<void> Database::begin_afresh() {
  disconnect();
  // If this is interrupted between two renames, the next start has to come back here.
  want_check(true);
  auto aside = set_aside(path_);
  if (!aside) return Error{ErrorCode::storage, "damaged (" + damage_ + "): " + aside.error().message};
  health_ = Health::good;
  unsalvaged_ = *std::move(aside);
  return connect();
}

Result<void> Database::copy_what_is_left() {
  const std::filesystem::path aside = std::exchange(unsalvaged_, {});
  const Salvaged salvaged = salvage(*this, aside, kSalvageTime);
  note_salvaged(path_);
  warn(path_.string() + " was damaged" + (damage_.empty() ? "" : " (" + damage_ + ")") + "; it is kept as " +
       aside.filename().string() + ", and a fresh file begins with what could be read of it: " + describe(salvaged));
  if (health_ != Health::good) return connect();
  // Without room for it, the rest is done later.
  (void)catch_up(*this);
  return {};
}

void Database::want_check(bool wanted) {
  if (lock_) lock_->want_check(wanted);
}

void Database::note_commit() {
  is_doubtful_ = false;
  if (periodic_sync_) periodic_sync_->note_write();
  if (!folder_.empty()) return;
  const auto page_bytes = query_integer("PRAGMA page_size");
  const auto pages = query_integer("PRAGMA page_count");
  if (page_bytes && pages) memory_used_ = static_cast<std::uintmax_t>(*page_bytes * *pages);
}

Result<void> Database::sync() {
  if (folder_.empty()) return {};
  auto synced = sync_write_ahead_log(with_suffix(path_, "-wal"));
  if (synced) return synced;
  const auto lock = access();
  if (!lock) return lock.error();
  is_doubtful_ = true;
  warn(synced.error().message);
  // The kernel may take for written what it could not write, and would not write it again: it goes to the file.
  return execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

void Database::disconnect() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  statements_.clear();
  // What may be damaged is left as it is: a log that belongs to another file would spoil this one.
  if (handle_ != nullptr && health_ != Health::good) {
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  }
  sqlite3_close(handle_);
  handle_ = nullptr;
}

std::vector<std::string> Database::take_warnings() {
  const std::lock_guard lock(mutex_);
  return std::exchange(warnings_, {});
}

void Database::tell_warnings(std::function<void(const std::string&)> tell) {
  const std::lock_guard lock(mutex_);
  for (const std::string& warning : std::exchange(warnings_, {})) tell(warning);
  tell_warning_ = std::move(tell);
}

void Database::warn(std::string warning) {
  if (tell_warning_) {
    tell_warning_(warning);
  } else {
    warnings_.push_back(std::move(warning));
  }
}

Database::Room Database::room() const {
  if (folder_.empty()) return {memory_used_, std::nullopt};
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
  // Its place first: a statement without one would keep the connection from being closed.
  sqlite3_stmt*& statement = statements_[sql];
  if (statement != nullptr) return Statement(*this, statement);
  const int code = sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                                      &statement, nullptr);
  if (code != SQLITE_OK) return failure(code);
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
  if (folder_.empty()) return {};
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
    case SQLITE_ERROR:
      // Our statements are right, so that the schema is not what it was.
      if (is_connecting_) return report_damage(text);
      break;
    case SQLITE_READONLY:
      if (is_connecting_ && has_unknown_format(path_)) return report_damage("an unknown file format");
      break;
    case SQLITE_CORRUPT:
      // Seen while it was in use: only a check says whether the file itself is damaged.
      if (health_ == Health::check) return report_damage(text);
      health_ = Health::check;
      want_check(true);
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
