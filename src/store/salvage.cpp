#include "store/salvage.h"

#include <sqlite3.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <system_error>

#include "domain/utf8.h"
#include "store/connection.h"
#include "store/statement.h"
#include "store/transaction.h"

namespace pocketrec {
namespace {

using Clock = std::chrono::steady_clock;

// Far above what a table can hold; a larger key is damage, and would leave no keys for rows to come.
constexpr std::int64_t kLargestKey = std::int64_t{1} << 53;
// Of a user, session or item: 256 characters (api/limits.h).
constexpr std::size_t kLongestName = 1024;
// The years 1 to 9999, which is what senders may write, in milliseconds.
constexpr std::int64_t kFirstMoment = -62'135'596'800'000;
constexpr std::int64_t kLastMoment = 253'402'300'800'000;

constexpr int kMostFailures = 10'000;
constexpr std::uint64_t kRowsACommit = 5'000;

enum class Cell { key, optional_key, dataset, moment, integer, optional_real, text, name };

/// How to copy a table.
struct Table {
  /// ?1 largest key → rows with at most that key in descending order, their key first. Of several texts the first that
  /// the file's schema admits counts.
  std::span<const std::string_view> reads;
  std::span<const Cell> cells;
  std::string_view write;  ///< parameters as the columns of `reads`; gives a row when it stored one
  bool unique = true;      ///< one row a key
};

constexpr std::string_view kReadVisitors[] = {"SELECT id, name FROM visitors WHERE id <= ?1 ORDER BY id DESC"};
constexpr Cell kVisitorCells[] = {Cell::key, Cell::name};
constexpr std::string_view kWriteVisitor = "INSERT OR IGNORE INTO visitors (id, name) VALUES (?1, ?2) RETURNING 1";

// The unique index has all that the table has, on other pages.
constexpr std::string_view kIndexOfVisitors =
    "SELECT id, name FROM visitors INDEXED BY sqlite_autoindex_visitors_1 ORDER BY name";
constexpr std::string_view kIndexOfVisitorsBackwards =
    "SELECT id, name FROM visitors INDEXED BY sqlite_autoindex_visitors_1 ORDER BY name DESC";

constexpr std::string_view kReadJoined[] = {
    "SELECT user, session FROM joined_sessions WHERE user <= ?1 ORDER BY user DESC, session DESC"};
constexpr Cell kJoinedCells[] = {Cell::key, Cell::key};
constexpr std::string_view kWriteJoined = R"sql(
INSERT OR IGNORE INTO joined_sessions (user, session)
SELECT ?1, ?2
WHERE EXISTS (SELECT 1 FROM visitors WHERE id = ?1) AND EXISTS (SELECT 1 FROM visitors WHERE id = ?2)
RETURNING 1)sql";
// What events say of it.
constexpr std::string_view kJoinedByEvents = R"sql(
INSERT OR IGNORE INTO joined_sessions (user, session)
SELECT user, session FROM events WHERE user IS NOT NULL AND session IS NOT NULL)sql";

constexpr std::string_view kReadRecords[] = {
    "SELECT sequence, dataset, id, properties FROM records WHERE sequence <= ?1 ORDER BY sequence DESC"};
constexpr Cell kRecordCells[] = {Cell::key, Cell::dataset, Cell::name, Cell::text};
constexpr std::string_view kWriteRecord =
    "INSERT OR IGNORE INTO records (sequence, dataset, id, properties) VALUES (?1, ?2, ?3, ?4) RETURNING 1";

constexpr std::string_view kReadFilters[] = {
    "SELECT sequence, name, expression, created_at FROM filters WHERE sequence <= ?1 ORDER BY sequence DESC"};
constexpr Cell kFilterCells[] = {Cell::key, Cell::name, Cell::text, Cell::integer};
constexpr std::string_view kWriteFilter =
    "INSERT OR IGNORE INTO filters (sequence, name, expression, created_at) VALUES (?1, ?2, ?3, ?4) RETURNING 1";

constexpr std::string_view kReadEvents[] = {
    R"sql(
SELECT sequence, user, session, sent_at, event_type, item_id, event_value, event_id, recommendation_id, properties,
       impression, attribution_source
FROM events WHERE sequence <= ?1 ORDER BY sequence DESC)sql",
    // Before migration 4.
    R"sql(
SELECT sequence, user, session, sent_at, event_type, item_id, event_value, event_id, recommendation_id, properties,
       impression, ''
FROM events WHERE sequence <= ?1 ORDER BY sequence DESC)sql"};
constexpr Cell kEventCells[] = {Cell::key,  Cell::optional_key, Cell::optional_key,  Cell::moment,
                                Cell::text, Cell::text,         Cell::optional_real, Cell::text,
                                Cell::text, Cell::text,         Cell::text,          Cell::text};
constexpr std::string_view kWriteEvent = R"sql(
INSERT OR IGNORE INTO events (sequence, user, session, sent_at, event_type, item_id, event_value, event_id,
                              recommendation_id, properties, impression, attribution_source)
SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12
WHERE ?1 > (SELECT last_sequence FROM event_index)
  AND (?2 IS NULL OR EXISTS (SELECT 1 FROM visitors WHERE id = ?2))
  AND (?3 IS NULL OR EXISTS (SELECT 1 FROM visitors WHERE id = ?3))
RETURNING 1)sql";

constexpr Table kVisitors{kReadVisitors, kVisitorCells, kWriteVisitor};
constexpr Table kJoined{kReadJoined, kJoinedCells, kWriteJoined, false};
constexpr Table kRecords{kReadRecords, kRecordCells, kWriteRecord};
constexpr Table kFilters{kReadFilters, kFilterCells, kWriteFilter};
constexpr Table kEvents{kReadEvents, kEventCells, kWriteEvent};

struct Close {
  void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};
using DamagedFile = std::unique_ptr<sqlite3, Close>;

enum class Step { row, end, failure };

/// A query of the damaged file.
class Query {
 public:
  Query(sqlite3* file, std::string_view sql) {
    if (sqlite3_prepare_v2(file, sql.data(), static_cast<int>(sql.size()), &statement_, nullptr) != SQLITE_OK) {
      statement_ = nullptr;
    }
  }
  ~Query() { sqlite3_finalize(statement_); }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  bool can_run() const { return statement_ != nullptr; }

  Step step() {
    const int code = sqlite3_step(statement_);
    return code == SQLITE_ROW ? Step::row : code == SQLITE_DONE ? Step::end : Step::failure;
  }

  /// Begins again with ?1 = key.
  Step begin_at(std::int64_t key) {
    sqlite3_reset(statement_);
    sqlite3_bind_int64(statement_, 1, key);
    return step();
  }

  std::int64_t key() const { return sqlite3_column_int64(statement_, 0); }

  std::string_view text(int column) const {
    const void* data = sqlite3_column_blob(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    return data == nullptr ? std::string_view()
                           : std::string_view(static_cast<const char*>(data), static_cast<std::size_t>(size));
  }

  bool fits(int column, Cell cell) const {
    const int type = sqlite3_column_type(statement_, column);
    const std::int64_t integer = type == SQLITE_INTEGER ? sqlite3_column_int64(statement_, column) : 0;
    switch (cell) {
      case Cell::optional_key:
        if (type == SQLITE_NULL) return true;
        [[fallthrough]];
      case Cell::key:
        return type == SQLITE_INTEGER && integer >= 1 && integer <= kLargestKey;
      case Cell::dataset:
        return type == SQLITE_INTEGER && (integer == 0 || integer == 1);
      case Cell::moment:
        return type == SQLITE_INTEGER && integer >= kFirstMoment && integer < kLastMoment;
      case Cell::integer:
        return type == SQLITE_INTEGER;
      case Cell::optional_real:
        return type == SQLITE_NULL ||
               (type == SQLITE_FLOAT && std::isfinite(sqlite3_column_double(statement_, column)));
      case Cell::name:
        if (text(column).empty() || text(column).size() > kLongestName) return false;
        [[fallthrough]];
      case Cell::text:
        // A page of zeros continues a long text without an error.
        return type == SQLITE_TEXT && is_utf8(text(column)) && text(column).find('\0') == std::string_view::npos;
    }
    return false;
  }

  /// Gives the parameter of a column its value.
  void bind(int column, Statement& to) const {
    switch (sqlite3_column_type(statement_, column)) {
      case SQLITE_INTEGER:
        to.bind(column + 1, static_cast<std::int64_t>(sqlite3_column_int64(statement_, column)));
        break;
      case SQLITE_FLOAT:
        to.bind(column + 1, std::optional(sqlite3_column_double(statement_, column)));
        break;
      case SQLITE_NULL:
        to.bind(column + 1, std::optional<std::int64_t>());
        break;
      default:
        to.bind(column + 1, text(column));
    }
  }

 private:
  sqlite3_stmt* statement_ = nullptr;
};

class Copier {
 public:
  Copier(Database& fresh, sqlite3* damaged, Clock::time_point deadline)
      : fresh_(fresh), damaged_(damaged), deadline_(deadline) {}

  /// Copies what can be read of the table; the number of rows that were new.
  std::uint64_t copy(const Table& table) {
    for (const std::string_view sql : table.reads) {
      Query query(damaged_, sql);
      if (query.can_run()) return copy(table, query);
    }
    ++failures_;
    return 0;
  }

  /// Copies rows up to the first that cannot be read.
  void copy_until_damage(const Table& table, std::string_view sql) {
    Query query(damaged_, sql);
    if (!query.can_run()) return;
    Step step = query.step();
    for (; step == Step::row && !is_over(); step = query.step()) write(query, table);
    if (step == Step::failure) ++failures_;
  }

  void run(std::string_view sql) {
    if (is_over() || !begin()) return;
    if (!fresh_.execute(sql)) cannot_write_ = true;
  }

  /// Makes durable what was copied.
  void commit() {
    if (!transaction_) return;
    if (!cannot_write_ && !transaction_->commit()) cannot_write_ = true;
    transaction_.reset();
    if (!cannot_write_) pending_ = 0;
  }

  /// Rows that were copied last and are not there, because they could not be written.
  std::uint64_t taken_back() const { return pending_; }

  int failures() const { return failures_; }
  bool is_over() const { return cannot_write_ || failures_ > kMostFailures || Clock::now() > deadline_; }

 private:
  std::uint64_t copy(const Table& table, Query& query) {
    std::uint64_t copied = 0;
    // The largest key that may be unread. It falls whatever a damaged file gives, so that this ends.
    for (std::int64_t from = kLargestKey; from > 0 && !is_over();) {
      Step step = query.begin_at(from);
      for (; step == Step::row; step = query.step()) {
        if (write(query, table)) ++copied;
        if (is_over()) return copied;
        from = std::min(table.unique ? from - 1 : from, query.key() - (table.unique ? 1 : 0));
      }
      if (step == Step::end) break;
      from = readable_below(query, from);
    }
    return copied;
  }

  /// The largest key below `unreadable` from which on rows can be read, or nearly so where much is damaged; 0 for none.
  /// Steps that double, then halves: a damaged page costs a few reads, however many rows stood on it.
  std::int64_t readable_below(Query& query, std::int64_t unreadable) {
    std::int64_t good = 0;
    for (std::int64_t step = 1, top = unreadable;; step *= 2) {
      good = std::max<std::int64_t>(0, top - step);
      if (good == 0 || can_read(query, good)) break;
      if (is_over()) return 0;
      unreadable = good;
    }
    while (unreadable - good > 1) {
      const std::int64_t middle = good + (unreadable - good) / 2;
      (can_read(query, middle) ? good : unreadable) = middle;
      if (is_over()) return 0;
    }
    return good;
  }

  bool can_read(Query& query, std::int64_t key) {
    if (query.begin_at(key) != Step::failure) return true;
    ++failures_;
    return false;
  }

  bool begin() {
    if (transaction_) return true;
    auto transaction = Transaction::begin(fresh_);
    if (transaction) {
      transaction_.emplace(*std::move(transaction));
    } else {
      cannot_write_ = true;
    }
    return !cannot_write_;
  }

  /// True when the row was new.
  bool write(const Query& row, const Table& table) {
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
      if (!row.fits(static_cast<int>(i), table.cells[i])) return false;
    }
    if (!begin()) return false;
    bool stored = false;
    {
      auto statement = fresh_.prepare(table.write);
      if (statement) {
        for (std::size_t i = 0; i < table.cells.size(); ++i) row.bind(static_cast<int>(i), *statement);
        const auto done = statement->step();
        cannot_write_ = !done;
        stored = done && *done;
      } else {
        cannot_write_ = true;
      }
    }
    if (stored && ++pending_ >= kRowsACommit) commit();
    return stored;
  }

  Database& fresh_;
  sqlite3* damaged_;
  Clock::time_point deadline_;
  std::optional<Transaction> transaction_;
  std::uint64_t pending_ = 0;
  int failures_ = 0;
  bool cannot_write_ = false;
};

DamagedFile open(const std::filesystem::path& file, bool with_log) {
  const Connection connection = open_damaged(file, with_log);
  DamagedFile handle(connection.handle);
  if (connection.code != SQLITE_OK) handle.reset();
  return handle;
}

bool is_sound(const std::filesystem::path& path, sqlite3* file) {
  std::error_code error;
  if (std::filesystem::file_size(path, error) > kLargestCheckedFile) return false;
  Query check(file, "PRAGMA quick_check(1)");
  return check.can_run() && check.step() == Step::row && check.text(0) == "ok";
}

/// The damaged file with its write-ahead log, or without where that is better.
DamagedFile open(const std::filesystem::path& file) {
  std::error_code error;
  std::filesystem::path log = file;
  const auto log_bytes = std::filesystem::file_size(log += "-wal", error);
  DamagedFile alone = open(file, false);
  if (error || log_bytes == 0 || (alone && is_sound(file, alone.get()))) return alone;
  DamagedFile both = open(file, true);
  return both ? std::move(both) : std::move(alone);
}

}  // namespace

Salvaged salvage(Database& fresh, const std::filesystem::path& damaged, std::chrono::milliseconds time) {
  const Clock::time_point deadline = Clock::now() + time;
  Salvaged salvaged;
  const DamagedFile file = open(damaged);
  if (!file) return salvaged;
  Copier copier(fresh, file.get(), deadline);
  copier.copy(kVisitors);
  if (copier.failures() > 0) {
    copier.copy_until_damage(kVisitors, kIndexOfVisitors);
    copier.copy_until_damage(kVisitors, kIndexOfVisitorsBackwards);
  }
  salvaged.filters = copier.copy(kFilters);
  salvaged.records = copier.copy(kRecords);
  const int failures = copier.failures();
  copier.copy(kJoined);
  const bool joins_are_lost = copier.failures() > failures;
  salvaged.events = copier.copy(kEvents);
  if (joins_are_lost) copier.run(kJoinedByEvents);
  salvaged.in_time = !copier.is_over();
  copier.commit();
  std::uint64_t taken_back = copier.taken_back();
  for (std::uint64_t* copied : {&salvaged.events, &salvaged.records, &salvaged.filters}) {
    const std::uint64_t less = std::min(*copied, taken_back);
    *copied -= less;
    taken_back -= less;
  }
  if (copier.taken_back() > 0) salvaged.in_time = false;
  return salvaged;
}

std::string describe(const Salvaged& salvaged) {
  return std::to_string(salvaged.events) + " events, " + std::to_string(salvaged.records) + " records and " +
         std::to_string(salvaged.filters) + " filters" +
         (salvaged.in_time ? "" : ", and more may be in the file than there was time or room for");
}

}  // namespace pocketrec
