#pragma once

#include <span>
#include <string_view>

#include "result/result.h"

namespace pocketrec {

class Database;

/// One step of the store's schema: a file of src/store/migrations, embedded. A released step never changes.
struct Migration {
  int version;            ///< 1, 2, … without gaps: PRAGMA user_version once it is applied, which its SQL sets itself
  std::string_view name;  ///< file name without ".sql"
  std::string_view sql;   ///< statements, run in one transaction
};

/// All steps, ascending. Views of constants.
std::span<const Migration> migrations();

/// Applies the steps that the file has not seen, each in its own transaction. Reports a file that is no event store as
/// damage (Database::report_damage).
/// Errors: storage, also for a file that a newer program wrote.
Result<void> migrate(Database& database);

}  // namespace pocketrec
