#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "result/result.h"
#include "store/database.h"

namespace pocketrec {

/// What removing events asks of the rows that name visitors. Precondition of all: Database::access() is held.

/// All rows of a query, column after column, row after row. sql: a constant with the parameter ?1. Errors: storage.
Result<std::vector<std::int64_t>> read_ids(Database& database, std::string_view sql, std::int64_t argument,
                                           int columns = 1);

/// Whether an event belongs to the visitor, or a joined session names it. Precondition: EventIndex::merge() was
/// called. Errors: storage.
Result<bool> is_visitor_used(Database& database, std::int64_t visitor);

}  // namespace pocketrec
