#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

#include "result/result.h"

namespace pocketrec {

/// Overwrites with zeros what the b-tree pages of a SQLite file have between and beside their cells, in place, and
/// syncs the file. SQLite's secure_delete does that with what is deleted, but where pages were rebalanced before, it
/// leaves copies of cells that have moved (SQLite documentation, fileformat2.html §1.6 for the form of pages). Nothing
/// that SQLite reads is written, so an interruption at any moment leaves a good file. roots: the root pages of all
/// tables and indexes but sqlite_schema. Precondition: nobody has the file open, and there is no write-ahead log.
/// Errors: storage, also for a page that has not the form; pages before it are done then.
Result<void> zero_unused_bytes(const std::filesystem::path& file, std::span<const std::int64_t> roots);

}  // namespace pocketrec
