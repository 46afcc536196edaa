#include "store/filter_store.h"

#include "store/statement.h"
#include "store/transaction.h"

namespace pocketrec {
namespace {

constexpr std::string_view kAddFilter =
    "INSERT INTO filters (name, expression, created_at) VALUES (?1, ?2, ?3) "
    "ON CONFLICT (name) DO NOTHING RETURNING 1";
constexpr std::string_view kRemoveFilter = "DELETE FROM filters WHERE name = ?1 RETURNING 1";
constexpr std::string_view kAllFilters = "SELECT name, expression, created_at FROM filters ORDER BY sequence";

/// Runs a statement that gives a row when it changed something, and makes the change durable.
template <typename Bind>
Result<bool> change(Database& database, std::string_view sql, const Bind& bind) {
  auto access = database.access();
  if (!access) return access.error();
  auto transaction = Transaction::begin(database);
  if (!transaction) return transaction.error();
  bool changed = false;
  {
    auto statement = database.prepare(sql);
    if (!statement) return statement.error();
    bind(*statement);
    const auto row = statement->step();
    if (!row) return row.error();
    changed = *row;
  }
  if (auto ok = transaction->commit(); !ok) return ok.error();
  return changed;
}

}  // namespace

Result<bool> FilterStore::add(const StoredFilter& filter) {
  return change(*database_, kAddFilter, [&filter](Statement& statement) {
    statement.bind(1, filter.name).bind(2, filter.expression).bind(3, filter.created_at);
  });
}

Result<bool> FilterStore::remove(std::string_view name) {
  return change(*database_, kRemoveFilter, [name](Statement& statement) { statement.bind(1, name); });
}

Result<std::vector<StoredFilter>> FilterStore::all() const {
  auto access = database_->access();
  if (!access) return access.error();
  auto statement = database_->prepare(kAllFilters);
  if (!statement) return statement.error();
  std::vector<StoredFilter> filters;
  while (true) {
    const auto more = statement->step();
    if (!more) return more.error();
    if (!*more) return filters;
    filters.push_back({statement->text(0), statement->text(1), statement->integer(2)});
  }
}

}  // namespace pocketrec
