#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

#include "store/database.h"

namespace pocketrec {

/// What was copied out of a damaged file.
struct Salvaged {
  std::uint64_t events = 0;
  std::uint64_t records = 0;
  std::uint64_t filters = 0;
  bool in_time =
      true;  ///< false: there was more to try when the time was over, or the fresh store could not be written
};

/// Copies into `fresh` what can still be read of a damaged file that was set aside, and of its write-ahead log beside
/// it, which it changes neither: visitors, filters, records, joined sessions and events, with the keys that they had.
/// What stands on a page that cannot be read is passed over, and all else of the table is found, the latest rows first,
/// so that what time does not suffice for is the oldest. A row counts only when its values have the types and bounds of
/// the schema and when its visitors are known; a flipped bit within a text cannot be seen, because SQLite has no
/// checksums. A write-ahead log with which the file is damaged, and without which it is not, is another file's and is
/// left out. What is copied is stored in few transactions; `fresh` is a sound store whatever fails, also when writing
/// it does, which it then knows of (Database::failure). Salvaging again what is there already changes nothing. time:
/// after which it ends with what it has. Precondition: Database::access() is held or `fresh` is not yet in use.
Salvaged salvage(Database& fresh, const std::filesystem::path& damaged, std::chrono::milliseconds time);

/// In words for the operator: "12 events, 3 records and 0 filters".
std::string describe(const Salvaged& salvaged);

}  // namespace pocketrec
