#include "cli/export_events.h"

#include <sys/stat.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>
#include <tuple>
#include <utility>

#include "cli/event_csv.h"
#include "cli/event_lines.h"
#include "cli/open.h"
#include "cli/output_file.h"
#include "cli/pseudonyms.h"
#include "command_line/command_line.h"
#include "datasets/csv_cell.h"
#include "domain/number_text.h"
#include "domain/time_text.h"

namespace pocketrec {
namespace {

using nlohmann::ordered_json;

/// What an export reads and has done.
struct Export {
  const ExportOptions& options;
  Database& database;
  std::optional<Pseudonyms> pseudonyms;
  std::int64_t cursor = 0;       // sequence number of the last event that it covers
  std::uint64_t events = 0;      // written
  std::uint64_t no_item = 0;     // left out, since a row needs one
  std::uint64_t unfit_text = 0;  // left out, since a row cannot hold the text
};

/// Visits the events in their order, with pseudonyms where the policy wants them. change: of the event before that.
template <typename Change, typename Visit>
Result<void> for_each_event(const Export& exported, const Change& change, const Visit& visit) {
  EventReader reader(exported.database, exported.options.since, exported.cursor);
  while (true) {
    auto page = reader.next_page();
    if (!page) return page.error();
    if (page->empty()) return {};
    for (StoredEvent& stored : *page) {
      change(stored.event);
      if (exported.pseudonyms) {
        exported.pseudonyms->apply(stored.event);
        stored.event.properties.clear();
      }
      if (auto ok = visit(stored); !ok) return ok.error();
    }
  }
}

void keep(const Interaction&) {}

template <typename Visit>
Result<void> for_each_joined_session(const Export& exported, const Visit& visit) {
  JoinedSessionReader reader(exported.database);
  while (true) {
    auto page = reader.next_page();
    if (!page) return page.error();
    if (page->empty()) return {};
    for (const JoinedSession& joined : *page) {
      if (auto ok = visit(joined); !ok) return ok.error();
    }
  }
}

/// Writes lines and counts them.
class LineWriter {
 public:
  explicit LineWriter(OutputFile& file) : file_(&file) {}
  Result<void> write(const EventLine& line) {
    ++lines_;
    return file_->write(to_line(line));
  }
  std::size_t lines() const { return lines_; }

 private:
  OutputFile* file_;
  std::size_t lines_ = 0;
};

Result<void> write_records(Database& database, RecordKind kind, LineWriter& lines) {
  auto records = RecordStore(database).all(kind);
  if (!records) return records.error();
  for (StoredRecord& record : *records) {
    if (auto ok = lines.write(RecordLine{kind, std::move(record)}); !ok) return ok;
  }
  return {};
}

Result<void> write_filters(Database& database, LineWriter& lines) {
  const auto filters = FilterStore(database).all();
  if (!filters) return filters.error();
  for (const StoredFilter& filter : *filters) {
    if (auto ok = lines.write(filter); !ok) return ok;
  }
  return {};
}

Result<void> write_lines(Export& exported) {
  auto file = OutputFile::create(exported.options.output);
  if (!file) return file.error();
  if (auto ok = file->write(to_line(LogBegin{exported.options.policy, exported.options.since})); !ok) return ok;
  LineWriter lines(*file);
  auto ok = for_each_event(exported, keep, [&](const StoredEvent& stored) -> Result<void> {
    ++exported.events;
    return lines.write(stored);
  });
  if (!ok) return ok;
  ok = for_each_joined_session(exported, [&](JoinedSession joined) -> Result<void> {
    if (exported.pseudonyms) exported.pseudonyms->apply(joined);
    return lines.write(std::move(joined));
  });
  if (!ok) return ok;
  if (ok = write_records(exported.database, RecordKind::item, lines); !ok) return ok;
  // Records of users can hold anything about them, and expressions of filters too.
  if (!exported.pseudonyms) {
    if (ok = write_records(exported.database, RecordKind::user, lines); !ok) return ok;
    if (ok = write_filters(exported.database, lines); !ok) return ok;
  }
  if (ok = file->write(to_line(LogEnd{exported.cursor, lines.lines()})); !ok) return ok;
  return file->finish();
}

Result<void> write_rows(Export& exported, const EventCsv& csv, OutputFile& file) {
  SessionOwners owners;
  auto ok = for_each_joined_session(exported, [&](const JoinedSession& joined) -> Result<void> {
    owners.add(joined);
    return {};
  });
  if (!ok) return ok;
  if (ok = file.write(csv.header()); !ok) return ok;
  // A property that was asked for by name is kept; the others are not columns.
  std::string properties;
  const auto change = [&](Interaction& event) {
    event.user_id = owners.owner(event);
    properties = event.properties;
  };
  return for_each_event(exported, change, [&](StoredEvent& stored) -> Result<void> {
    stored.event.properties = properties;
    const auto row = csv.row(stored.event);
    if (!row) {
      ++(stored.event.item_id.empty() ? exported.no_item : exported.unfit_text);
      return {};
    }
    ++exported.events;
    return file.write(*row);
  });
}

Error folder_error(const std::filesystem::path& folder, int number) {
  return {ErrorCode::io, folder.string() + ": expected a new or empty folder that can be made, got: " +
                             std::generic_category().message(number)};
}

/// Makes a folder with what `write` puts into it: beside, then renamed, so that it is only there when it is complete.
Result<void> make_folder(const std::filesystem::path& target,
                         const std::function<Result<void>(const std::filesystem::path&)>& write) {
  std::error_code problem;
  const std::filesystem::path folder = (target.has_filename() ? target : target.parent_path()).lexically_normal();
  if (std::filesystem::exists(folder, problem) && !std::filesystem::is_empty(folder, problem)) {
    return Error{ErrorCode::resource_in_use,
                 folder.string() + ": expected a new or empty folder, got one with files in it; nothing was changed"};
  }
  const std::filesystem::path beside = folder.string() + ".part";
  if (::mkdir(beside.c_str(), 0700) != 0 && errno != EEXIST) return folder_error(folder, errno);
  auto written = write(beside);
  if (written && ::rename(beside.c_str(), folder.c_str()) != 0) written = folder_error(folder, errno);
  if (!written) {
    for (const char* name : {"interactions.csv", "interactions.schema.json"}) {
      std::filesystem::remove(beside / name, problem);
    }
    std::filesystem::remove(beside, problem);
    return written;
  }
  sync_folder(folder.has_parent_path() ? folder.parent_path() : ".");
  return {};
}

Result<void> write_csv(Export& exported) {
  const auto csv = EventCsv::create(exported.options.properties);
  if (!csv) return csv.error();
  const auto write_table = [&](const std::string& path) -> Result<void> {
    auto file = OutputFile::create(path);
    if (!file) return file.error();
    if (auto ok = write_rows(exported, *csv, *file); !ok) return ok;
    return file->finish();
  };
  if (exported.options.output.empty()) return write_table("");
  return make_folder(exported.options.output, [&](const std::filesystem::path& folder) -> Result<void> {
    auto schema = OutputFile::create((folder / "interactions.schema.json").string());
    if (!schema) return schema.error();
    if (auto ok = schema->write(to_json(csv->schema()) + "\n"); !ok) return ok;
    if (auto ok = schema->finish(); !ok) return ok;
    return write_table((folder / "interactions.csv").string());
  });
}

Result<void> write_counts(Export& exported) {
  using namespace std::chrono;
  std::map<std::tuple<std::string, std::string, sys_days>, std::uint64_t> counts;
  auto ok = for_each_event(exported, keep, [&](const StoredEvent& stored) -> Result<void> {
    ++exported.events;
    ++counts[{stored.event.item_id, stored.event.event_type, floor<days>(stored.event.sent_at)}];
    return {};
  });
  if (!ok) return ok;
  auto file = OutputFile::create(exported.options.output);
  if (!file) return file.error();
  const bool csv = exported.options.format == "csv";
  ok = file->write(csv ? "ITEM_ID,EVENT_TYPE,DAY,EVENTS\n"
                       : to_line(LogBegin{exported.options.policy, exported.options.since}));
  if (!ok) return ok;
  for (const auto& [key, events] : counts) {
    const auto& [item, type, day] = key;
    std::string line;
    if (csv) {
      append_csv_cell(line, item);
      line += ',';
      append_csv_cell(line, type);
      line += ',' + day_text(day) + ',' + std::to_string(events) + '\n';
    } else {
      const ordered_json object = {
          {"kind", "count"}, {"itemId", item}, {"eventType", type}, {"day", day_text(day)}, {"events", events}};
      line = object.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + '\n';
    }
    if (ok = file->write(line); !ok) return ok;
  }
  if (!csv) {
    if (ok = file->write(to_line(LogEnd{exported.cursor, counts.size()})); !ok) return ok;
  }
  return file->finish();
}

void tell(const Export& exported) {
  const ExportOptions& options = exported.options;
  if (options.json) {
    const ordered_json told = {{"policy", options.policy},
                               {"format", options.format},
                               {"since", options.since},
                               {"cursor", exported.cursor},
                               {"events", exported.events},
                               {"leftOut", {{"withoutItem", exported.no_item}, {"unfitText", exported.unfit_text}}}};
    return print(told.dump(2) + "\n");
  }
  std::string text = "exported " + grouped_digits(exported.events) + " events";
  if (exported.no_item > 0) text += ", left out " + grouped_digits(exported.no_item) + " without an item";
  if (exported.unfit_text > 0) {
    text += ", left out " + grouped_digits(exported.unfit_text) + " with text that a row cannot hold";
  }
  std::fprintf(stderr, "%s: %s; cursor %lld\n", kProgram, text.c_str(), static_cast<long long>(exported.cursor));
}

Result<void> write_export(const ExportOptions& options) {
  if (options.policy == "none") {
    return Error{ErrorCode::invalid_input, "--policy none: nothing is exported from this device"};
  }
  std::optional<Pseudonyms> pseudonyms;
  if (options.policy == "pseudonymous") {
    auto read = Pseudonyms::read(options.key_file);
    if (!read) return read.error();
    pseudonyms.emplace(*std::move(read));
  }
  const auto database = open_existing_store(options.data);
  if (!database) return database.error();
  const auto last = last_sequence(**database);
  if (!last) return last.error();
  if (options.since > *last) {
    return Error{ErrorCode::invalid_input, "--since: expected a cursor of this log, at most " + std::to_string(*last) +
                                               ", got " + std::to_string(options.since)};
  }
  Export exported{options, **database, std::move(pseudonyms), *last};
  auto written = options.policy == "counts" ? write_counts(exported)
                 : options.format == "csv"  ? write_csv(exported)
                                            : write_lines(exported);
  if (written) tell(exported);
  return written;
}

}  // namespace

int export_events(const ExportOptions& options) {
  const auto written = write_export(options);
  return written ? kExitGood : fail(kProgram, written.error());
}

}  // namespace pocketrec
