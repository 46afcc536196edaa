#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "result/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace pocketrec {

/// A statement over a SqliteFile, which must outlive it. Not for two threads at once.
class SqliteStatement {
 public:
  /// Puts the statement back to its beginning and gives it parameters, from the first one on. Text lives until the next
  /// call. A failure shows at step().
  template <typename... Values>
  SqliteStatement& start(const Values&... values) {
    reset();
    int index = 0;
    (bind(++index, values), ...);
    return *this;
  }

  /// Goes to the next row; false when there is none. Errors: io with SQLite's text.
  Result<bool> step();

  /// Columns of the current row, counted from 0. Text and blobs live until the next step() or start().
  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string_view text(int column) const;

 private:
  friend class SqliteFile;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };

  SqliteStatement(sqlite3_stmt* statement, std::string file) : statement_(statement), file_(std::move(file)) {}

  void reset();
  void bind(int index, std::int64_t value);
  void bind(int index, double value);
  void bind(int index, std::string_view text);
  void bind(int index, std::nullptr_t);

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  std::string file_;
  int bind_code_ = 0;
};

/// A SQLite file as a container of tables, written once and then only read; unlike the device's store it promises
/// nothing about cuts.
class SqliteFile {
 public:
  /// An empty file, in place of one that was there. Errors: io.
  static Result<SqliteFile> create(const std::filesystem::path& path);

  /// Errors: resource_not_found for a missing file; io for one that is no SQLite file, or cannot be read.
  static Result<SqliteFile> open(const std::filesystem::path& path);

  /// Runs statements without parameters and rows. Errors: io.
  Result<void> execute(const char* sql);

  Result<SqliteStatement> prepare(std::string_view sql) const;

  const std::string& path() const { return path_; }

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };

  static Result<SqliteFile> connect(const std::filesystem::path& path, int flags);
  Error failure() const;

  std::unique_ptr<sqlite3, Close> handle_;
  std::string path_;
};

}  // namespace pocketrec
