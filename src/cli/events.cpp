#include "cli/events.h"

#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "cli/open.h"
#include "command_line/command_line.h"
#include "command_line/terminal_text.h"
#include "domain/number_text.h"
#include "domain/time_text.h"
#include "store/compact.h"
#include "store/event_log.h"
#include "store/store_statistics.h"

namespace pocketrec {
namespace {

using nlohmann::ordered_json;

std::string indented(const ordered_json& object) {
  return object.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

ordered_json time_json(const std::optional<Timestamp>& time) {
  return time ? ordered_json(time_text(*time)) : ordered_json();
}

std::string statistics_json(const StoreStatistics& statistics, const std::string& path) {
  ordered_json types = ordered_json::array();
  for (const TypeCount& type : statistics.types) {
    types.push_back({{"eventType", type.event_type}, {"events", type.events}});
  }
  return indented(
      {{"path", path},
       {"schemaVersion", statistics.schema_version},
       {"events", statistics.events},
       {"anonymousEvents", statistics.anonymous},
       {"users", statistics.users},
       {"sessions", statistics.sessions},
       {"firstEvent", time_json(statistics.first)},
       {"lastEvent", time_json(statistics.last)},
       {"cursor", statistics.last_sequence},
       {"types", types},
       {"itemsPut", statistics.items_put},
       {"usersPut", statistics.users_put},
       {"filters", statistics.filters},
       {"bytes",
        {{"file", statistics.file_bytes}, {"writeAheadLog", statistics.log_bytes}, {"free", statistics.free_bytes}}}});
}

std::string labelled(std::string label, const std::string& value) {
  constexpr std::size_t kLabelWidth = 18;
  label.resize(kLabelWidth, ' ');
  return label + value + "\n";
}

std::string statistics_text(const StoreStatistics& statistics, const std::string& path) {
  std::string text = labelled("file", path + ", schema version " + std::to_string(statistics.schema_version));
  text += labelled(
      "events", grouped_digits(statistics.events) + ", " + grouped_digits(statistics.anonymous) + " of them anonymous");
  text += labelled("users, sessions", grouped_digits(statistics.users) + ", " + grouped_digits(statistics.sessions));
  if (statistics.first && statistics.last) {
    text += labelled("time", time_text(*statistics.first) + " to " + time_text(*statistics.last));
  }
  text += labelled("cursor", std::to_string(statistics.last_sequence));
  for (const TypeCount& type : statistics.types) text += labelled("  " + type.event_type, grouped_digits(type.events));
  text +=
      labelled("items, users put", grouped_digits(statistics.items_put) + ", " + grouped_digits(statistics.users_put));
  text += labelled("filters", grouped_digits(statistics.filters));
  text += labelled("bytes", grouped_digits(statistics.file_bytes) + ", " + grouped_digits(statistics.free_bytes) +
                                " of them free; write-ahead log " + grouped_digits(statistics.log_bytes));
  return text;
}

/// Damaged files that were set aside (Database::open): they may hold what was erased, and nobody can edit them.
std::vector<std::filesystem::path> damaged_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code unreadable;
  for (const auto& entry : std::filesystem::directory_iterator(folder, unreadable)) {
    if (entry.path().filename().string().starts_with("events.sqlite.corrupt-")) files.push_back(entry.path());
  }
  return files;
}

Result<void> remove_all(const std::vector<std::filesystem::path>& files) {
  for (const std::filesystem::path& file : files) {
    std::error_code problem;
    if (!std::filesystem::remove(file, problem)) {
      return Error{ErrorCode::io, file.string() + ": expected to remove it, got: " + problem.message()};
    }
  }
  if (!files.empty()) sync_folder(files.front().parent_path());
  return {};
}

}  // namespace

int show_event_statistics(const EventsOptions& options) {
  const auto database = open_existing_store(options.data);
  if (!database) return fail(kProgram, database.error());
  const auto statistics = read_statistics(**database);
  if (!statistics) return fail(kProgram, statistics.error());
  const std::string path = (*database)->path().string();
  print(options.json ? statistics_json(*statistics, path) : terminal_text(statistics_text(*statistics, path), "\n"));
  return kExitGood;
}

int erase_events(const EventsOptions& options) {
  const auto database = open_existing_store(options.data);
  if (!database) return fail(kProgram, database.error());
  const auto erased = EventLog(**database).erase({options.user, options.sessions});
  if (!erased) return fail(kProgram, erased.error());
  const std::vector<std::filesystem::path> damaged = damaged_files(options.data);
  if (options.remove_damaged) {
    if (auto ok = remove_all(damaged); !ok) return fail(kProgram, ok.error());
  }
  if (options.json) {
    print(indented({{"events", erased->events},
                    {"records", erased->records},
                    {"ids", erased->ids},
                    {"damagedFiles", options.remove_damaged ? 0 : damaged.size()}}));
  } else {
    print("erased " + grouped_digits(erased->events) + " events, " + grouped_digits(erased->records) + " records and " +
          grouped_digits(erased->ids) + " ids\n");
  }
  if (options.remove_damaged || damaged.empty()) return kExitGood;
  return fail(kProgram, {ErrorCode::storage, damaged.front().string() +
                                                 ": a damaged file that was set aside may still hold them; "
                                                 "--remove-damaged removes such files (there: " +
                                                 std::to_string(damaged.size()) + ")"});
}

int compact_events(const EventsOptions& options) {
  const auto database = open_existing_store(options.data);
  if (!database) return fail(kProgram, database.error());
  const StoreSize before = size_of(**database);
  if (auto ok = compact(**database); !ok) return fail(kProgram, ok.error());
  const StoreSize after = size_of(**database);
  if (options.json) {
    print(indented({{"before", {{"file", before.file}, {"writeAheadLog", before.log}}},
                    {"after", {{"file", after.file}, {"writeAheadLog", after.log}}}}));
  } else {
    print(grouped_digits(before.file + before.log) + " bytes before, " + grouped_digits(after.file + after.log) +
          " after\n");
  }
  return kExitGood;
}

}  // namespace pocketrec
