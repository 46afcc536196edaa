#include "store/visitor_rows.h"

#include "store/statement.h"

namespace pocketrec {
namespace {

/// ?1 a visitor → a row when something names it
constexpr std::string_view kIsUsed = R"sql(
SELECT 1 WHERE EXISTS (SELECT 1 FROM visitor_events WHERE visitor = ?1)
            OR EXISTS (SELECT 1 FROM joined_sessions WHERE user = ?1 OR session = ?1))sql";

}  // namespace

Result<std::vector<std::int64_t>> read_ids(Database& database, std::string_view sql, std::int64_t argument,
                                           int columns) {
  auto rows = database.prepare(sql);
  if (!rows) return rows.error();
  rows->bind(1, argument);
  std::vector<std::int64_t> ids;
  for (;;) {
    auto row = rows->step();
    if (!row) return row.error();
    if (!*row) return ids;
    for (int column = 0; column < columns; ++column) ids.push_back(rows->integer(column));
  }
}

Result<bool> is_visitor_used(Database& database, std::int64_t visitor) {
  auto used = database.prepare(kIsUsed);
  if (!used) return used.error();
  return used->bind(1, visitor).step();
}

}  // namespace pocketrec
