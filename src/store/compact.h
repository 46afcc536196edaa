#pragma once

#include "result/result.h"
#include "store/database.h"

namespace pocketrec {

/// Gives free pages back to the file system, folds the write-ahead log into the file and empties it. Thread-safe
/// through the Database's lock. Errors: storage.
Result<void> compact(Database& database);

/// Gives free pages back while they are more than a quarter of the file and more than a megabyte: after ceilings were
/// lowered, or a large erasure. Fewer are left for what comes, so that no page is moved that would soon be needed.
/// Others use the Database between the steps. Errors: storage.
Result<void> shrink(Database& database);

}  // namespace pocketrec
