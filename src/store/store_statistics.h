#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/timestamp.h"
#include "result/result.h"
#include "store/database.h"

namespace pocketrec {

/// Events of one type.
struct TypeCount {
  std::string event_type;
  std::uint64_t events = 0;

  bool operator==(const TypeCount&) const = default;
};

/// What an event store holds.
struct StoreStatistics {
  std::int64_t schema_version = 0;
  std::uint64_t events = 0;
  std::uint64_t users = 0;      ///< that events name
  std::uint64_t sessions = 0;   ///< that events name
  std::uint64_t anonymous = 0;  ///< events without a user
  std::optional<Timestamp> first;
  std::optional<Timestamp> last;
  std::int64_t last_sequence = 0;  ///< as last_sequence() gives it
  std::vector<TypeCount> types;    ///< the most frequent first, then by name
  std::uint64_t items_put = 0;     ///< records
  std::uint64_t users_put = 0;     ///< records
  std::uint64_t filters = 0;
  std::uintmax_t file_bytes = 0;
  std::uintmax_t log_bytes = 0;   ///< of the write-ahead log
  std::uintmax_t free_bytes = 0;  ///< of the file's pages that hold nothing; compact() gives them back
};

/// Counts all of that. Reads through the whole log, with the Database's lock held. Errors: storage.
Result<StoreStatistics> read_statistics(Database& database);

/// Bytes of the file and of its write-ahead log.
struct StoreSize {
  std::uintmax_t file = 0;
  std::uintmax_t log = 0;
};
StoreSize size_of(const Database& database);

}  // namespace pocketrec
