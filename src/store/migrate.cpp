#include <cstdint>
#include <string>

#include "store/database.h"
#include "store/migrations.h"
#include "store/transaction.h"

namespace pocketrec {
namespace {

// The value that migrations/001_events.sql sets.
constexpr std::int64_t kApplicationId = 0x706b7263;

// A file that is more versions ahead than this was not written by a newer program.
constexpr std::int64_t kFutureVersions = 100;

Result<void> apply(Database& database, const Migration& migration) {
  auto transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  if (auto ok = database.execute(migration.sql); !ok) return ok.error();
  return transaction->commit();
}

}  // namespace

Result<void> migrate(Database& database) {
  auto version = database.query_integer("PRAGMA user_version");
  if (!version) return version.error();
  auto application = database.query_integer("PRAGMA application_id");
  if (!application) return application.error();
  auto tables = database.query_integer("SELECT count(*) FROM sqlite_schema");
  if (!tables) return tables.error();

  const bool is_new = *version == 0 && *tables == 0;
  if (!is_new && (*application != kApplicationId || *version < 1)) {
    return database.report_damage("expected application id " + std::to_string(kApplicationId) +
                                  " and a schema version from 1 on, got " + std::to_string(*application) + " and " +
                                  std::to_string(*version));
  }
  const std::int64_t newest = migrations().back().version;
  if (*version > newest + kFutureVersions) {
    return database.report_damage("expected a schema version up to " + std::to_string(newest + kFutureVersions) +
                                  ", got " + std::to_string(*version));
  }
  if (*version > newest) {
    return Error{ErrorCode::storage, database.path().string() + ": expected schema version " + std::to_string(newest) +
                                         " or older, got " + std::to_string(*version) +
                                         " from a newer program; the file was left as it is"};
  }
  for (const Migration& migration : migrations()) {
    if (migration.version <= *version) continue;
    if (auto ok = apply(database, migration); !ok) return ok.error();
  }
  return {};
}

}  // namespace pocketrec
