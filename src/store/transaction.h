#pragma once

#include "result/result.h"

namespace pocketrec {

class Database;

/// A write transaction. Its end without commit() takes back what was done in it.
class Transaction {
 public:
  /// Precondition: the lock of Database::access() is held, and no other transaction is open.
  static Result<Transaction> begin(Database& database);

  ~Transaction();
  Transaction(Transaction&& other) noexcept;
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  Transaction& operator=(Transaction&&) = delete;

  /// Puts the changes on stable storage. After an error they must be taken as not stored; when it was an error of the
  /// disk they may still be found later, so whoever repeats them has to expect that.
  Result<void> commit();

 private:
  explicit Transaction(Database& database) : database_(&database) {}

  Database* database_;  // null when there is nothing left to take back
};

}  // namespace pocketrec
