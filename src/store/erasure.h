#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "result/result.h"
#include "store/database.h"

namespace pocketrec {

/// Whom EventLog::erase() is to forget.
struct ErasedVisitor {
  std::string user_id;                   ///< empty: sessions only
  std::vector<std::string> session_ids;  ///< besides those that were joined with the user
};

/// What EventLog::erase() removed.
struct ErasureResult {
  std::uint64_t events = 0;
  std::uint64_t records = 0;  ///< that PutUsers brought
  std::uint64_t ids = 0;      ///< of users and sessions

  bool operator==(const ErasureResult&) const = default;
};

/// Whether there was an erasure whose bytes remove_erased_bytes() has not removed yet. Precondition: the lock of
/// Database::access() is held. Errors: storage.
Result<bool> has_erased_bytes(Database& database);

/// Removes the bytes that erased rows left in the file and its write-ahead log. It reads the whole file. Precondition:
/// the lock of Database::access() is held, with no transaction open. Errors: storage; then the next opening of the
/// Database does it.
Result<void> remove_erased_bytes(Database& database);

}  // namespace pocketrec
