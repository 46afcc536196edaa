#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "result/result.h"

struct sqlite3_stmt;

namespace pocketrec {

class Database;

/// A prepared statement of the Database's cache while it is in use. Its end resets the statement and forgets what was
/// bound, so that the next use starts clean. Not longer than the lock that Database::access() gave.
class Statement {
 public:
  /// For Database::prepare(), which owns `statement`.
  Statement(Database& database, sqlite3_stmt* statement) : database_(&database), statement_(statement) {}
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  Statement& operator=(Statement&&) = delete;

  /// Gives parameter ?`index`, counted from 1, its value; an empty optional is NULL. Text is bytes with a length, not
  /// copied: it must live until the statement ends. A failure shows at step().
  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, std::optional<std::int64_t> value);
  Statement& bind(int index, std::optional<double> value);
  Statement& bind(int index, std::string_view text);

  /// Begins again, with what is bound, also while it has rows left: cheaper than to prepare the same text again.
  Statement& restart();

  /// Goes to the next row; false when there is none.
  /// Errors: invalid_input for a value over the store's length limit; otherwise as Database::failure() says.
  Result<bool> step();

  /// Runs a statement that gives no rows.
  Result<void> run();

  /// Columns of the current row, counted from 0. NULL is 0 and empty text where the type has no nothing.
  /// Precondition: the last step() gave true.
  std::int64_t integer(int column) const;
  std::optional<std::int64_t> optional_integer(int column) const;
  std::optional<double> optional_real(int column) const;
  std::string text(int column) const;

 private:
  void note(int code);

  Database* database_;
  sqlite3_stmt* statement_;
  int bind_code_ = 0;
};

}  // namespace pocketrec
