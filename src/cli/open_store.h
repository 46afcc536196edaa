#pragma once

#include <filesystem>
#include <memory>

#include "result/result.h"
#include "store/database.h"

namespace pocketrec {

/// Database::open(); what the store has to tell (a damaged file set aside, for example) goes to standard error,
/// also later.
Result<std::unique_ptr<Database>> open_store(const std::filesystem::path& folder, Durability durability = {});

/// The same for a folder that has a store already; nothing is made. Errors: resource_not_found besides.
Result<std::unique_ptr<Database>> open_existing_store(const std::filesystem::path& folder);

}  // namespace pocketrec
