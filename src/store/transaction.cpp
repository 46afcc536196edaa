#include "store/transaction.h"

#include <utility>

#include "store/database.h"

namespace pocketrec {

Result<Transaction> Transaction::begin(Database& database) {
  // Takes the write lock at once: a transaction that starts by reading could not be sure to get it later.
  if (auto ok = database.execute("BEGIN IMMEDIATE"); !ok) return ok.error();
  return Transaction(database);
}

Transaction::Transaction(Transaction&& other) noexcept : database_(std::exchange(other.database_, nullptr)) {}

Transaction::~Transaction() {
  if (database_ != nullptr) database_->roll_back();
}

Result<void> Transaction::commit() {
  if (auto ok = database_->execute("COMMIT"); !ok) return ok.error();
  database_->note_commit();
  database_ = nullptr;
  return {};
}

}  // namespace pocketrec
