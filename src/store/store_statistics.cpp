#include "store/store_statistics.h"

#include <filesystem>
#include <system_error>

#include "store/event_reader.h"
#include "store/statement.h"

namespace pocketrec {
namespace {

constexpr std::string_view kTypes =
    "SELECT event_type, count(*) FROM events GROUP BY event_type ORDER BY count(*) DESC, event_type";
constexpr std::string_view kTimes = "SELECT (SELECT min(sent_at) FROM events), (SELECT max(sent_at) FROM events)";

std::uintmax_t bytes_of(const std::filesystem::path& path) {
  std::error_code missing;
  const std::uintmax_t bytes = std::filesystem::file_size(path, missing);
  return missing ? 0 : bytes;
}

std::optional<Timestamp> time_of(std::optional<std::int64_t> milliseconds) {
  if (!milliseconds) return std::nullopt;
  return Timestamp(std::chrono::milliseconds(*milliseconds));
}

Result<void> read_counts(Database& database, StoreStatistics& statistics) {
  struct Count {
    std::string_view sql;
    std::uint64_t* value;
  };
  for (const Count& count : {Count{"SELECT count(*) FROM events", &statistics.events},
                             {"SELECT count(DISTINCT user) FROM events", &statistics.users},
                             {"SELECT count(DISTINCT session) FROM events", &statistics.sessions},
                             {"SELECT count(*) FROM events WHERE user IS NULL", &statistics.anonymous},
                             {"SELECT count(*) FROM records WHERE dataset = 0", &statistics.items_put},
                             {"SELECT count(*) FROM records WHERE dataset = 1", &statistics.users_put},
                             {"SELECT count(*) FROM filters", &statistics.filters}}) {
    const auto value = database.query_integer(count.sql);
    if (!value) return value.error();
    *count.value = static_cast<std::uint64_t>(*value);
  }
  return {};
}

Result<void> read_types(Database& database, StoreStatistics& statistics) {
  auto rows = database.prepare(kTypes);
  if (!rows) return rows.error();
  while (true) {
    const auto row = rows->step();
    if (!row) return row.error();
    if (!*row) return {};
    statistics.types.push_back({rows->text(0), static_cast<std::uint64_t>(rows->integer(1))});
  }
}

Result<void> read_times(Database& database, StoreStatistics& statistics) {
  auto times = database.prepare(kTimes);
  if (!times) return times.error();
  if (const auto row = times->step(); !row) return row.error();
  statistics.first = time_of(times->optional_integer(0));
  statistics.last = time_of(times->optional_integer(1));
  return {};
}

}  // namespace

Result<StoreStatistics> read_statistics(Database& database) {
  StoreStatistics statistics;
  const auto last = last_sequence(database);
  if (!last) return last.error();
  auto access = database.access();
  if (!access) return access.error();
  if (auto ok = read_counts(database, statistics); !ok) return ok.error();
  if (auto ok = read_types(database, statistics); !ok) return ok.error();
  if (auto ok = read_times(database, statistics); !ok) return ok.error();
  const auto version = database.query_integer("PRAGMA user_version");
  if (!version) return version.error();
  const auto page = database.query_integer("PRAGMA page_size");
  if (!page) return page.error();
  const auto free = database.query_integer("PRAGMA freelist_count");
  if (!free) return free.error();
  const StoreSize size = size_of(database);
  statistics.last_sequence = *last;
  statistics.schema_version = *version;
  statistics.file_bytes = size.file;
  statistics.log_bytes = size.log;
  statistics.free_bytes = static_cast<std::uintmax_t>(*page * *free);
  return statistics;
}

StoreSize size_of(const Database& database) {
  std::filesystem::path log = database.path();
  log += "-wal";
  return {bytes_of(database.path()), bytes_of(log)};
}

}  // namespace pocketrec
