#include "cli/import_events.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>
#include <vector>

#include "cli/event_lines.h"
#include "cli/open.h"
#include "command_line/command_line.h"
#include "domain/number_text.h"

namespace pocketrec {
namespace {

constexpr std::size_t kChunk = 1000;  // lines a transaction

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

/// Reads the file's lines in bounded memory, and hands on what each says.
template <typename Visit>
Result<void> for_each_line(const std::string& path, const Visit& visit) {
  const std::unique_ptr<std::FILE, CloseFile> file(std::fopen(path.c_str(), "rb"));
  const auto io_error = [&] {
    return Error{errno == ENOENT ? ErrorCode::resource_not_found : ErrorCode::io,
                 path + ": expected a file that can be read, got: " + std::generic_category().message(errno)};
  };
  if (!file) return io_error();
  std::size_t number = 0;
  const auto refusal = [&](const std::string& message) {
    return Error{ErrorCode::invalid_input, path + ", line " + std::to_string(number) + ": " + message};
  };
  const auto take = [&](std::string_view text) -> Result<void> {
    ++number;
    if (text.ends_with('\r')) text.remove_suffix(1);
    auto line = parse_event_line(text);
    if (!line) return refusal(line.error().message);
    if (auto ok = visit(*std::move(line)); !ok) return refusal(ok.error().message);
    return {};
  };
  std::string pending;
  std::array<char, 65'536> block;
  while (const std::size_t got = std::fread(block.data(), 1, block.size(), file.get())) {
    std::string_view rest(block.data(), got);
    for (std::size_t end = rest.find('\n'); end != rest.npos; end = rest.find('\n')) {
      pending += rest.substr(0, end);
      rest.remove_prefix(end + 1);
      if (auto ok = take(pending); !ok) return ok;
      pending.clear();
    }
    pending += rest;
    if (pending.size() > kMaxEventLineBytes) {
      ++number;
      return refusal("expected at most " + std::to_string(kMaxEventLineBytes) + " bytes, got more");
    }
  }
  if (std::ferror(file.get()) != 0) return io_error();
  return pending.empty() ? Result<void>() : take(pending);
}

/// Whether lines follow one another as they have to: begin, content, end, and perhaps again.
class LineOrder {
 public:
  Result<void> take(const EventLine& line) {
    if (std::holds_alternative<LogBegin>(line)) {
      if (is_open_) return broken("more lines or the end", "the beginning of another export");
      is_open_ = true;
      lines_ = 0;
      return {};
    }
    if (!is_open_) return broken("the first line of an export, {\"kind\":\"log\",…}", "another one");
    if (const auto* end = std::get_if<LogEnd>(&line)) {
      if (end->lines != lines_) {
        return broken(std::to_string(end->lines) + " lines before the end", std::to_string(lines_));
      }
      is_open_ = false;
      is_whole_ = true;
      return {};
    }
    ++lines_;
    return {};
  }

  /// After the last line.
  Result<void> finish() const {
    if (is_whole_ && !is_open_) return {};
    return broken("its last line, {\"kind\":\"end\",…}", "a file that is not whole");
  }

 private:
  static Error broken(const std::string& expected, const std::string& got) {
    return {ErrorCode::invalid_input, "expected " + expected + ", got " + got};
  }

  bool is_open_ = false;
  bool is_whole_ = false;
  std::size_t lines_ = 0;
};

/// Stores lines, some at a time.
class Importer {
 public:
  explicit Importer(Database& database) : log_(database), records_(database), filters_(database) {}

  Result<void> take(EventLine line) {
    if (auto* event = std::get_if<StoredEvent>(&line)) {
      events_.push_back(std::move(*event));
    } else if (auto* joined = std::get_if<JoinedSession>(&line)) {
      joined_.push_back(std::move(*joined));
    } else if (auto* record = std::get_if<RecordLine>(&line)) {
      put_[static_cast<std::size_t>(record->kind)].push_back(std::move(record->record));
    } else if (const auto* filter = std::get_if<StoredFilter>(&line)) {
      const auto added = filters_.add(*filter);
      if (!added) return added.error();
      ++(*added ? filters_added_ : filters_there_);
    } else if (const auto* end = std::get_if<LogEnd>(&line)) {
      cursor_ = end->cursor;
      return store();
    }
    const std::size_t waiting = events_.size() + joined_.size() + put_[0].size() + put_[1].size();
    return waiting < kChunk ? Result<void>() : store();
  }

  std::string told(bool as_json) const {
    if (as_json) {
      const nlohmann::ordered_json told = {{"events", stored_.stored},
                                           {"duplicates", stored_.duplicates},
                                           {"items", records_.count_put(RecordKind::item)},
                                           {"users", records_.count_put(RecordKind::user)},
                                           {"filters", filters_added_},
                                           {"filtersThere", filters_there_}};
      return told.dump(2) + "\n";
    }
    return "imported " + grouped_digits(stored_.stored) + " events, passed over " + grouped_digits(stored_.duplicates) +
           " that were there; " + grouped_digits(records_.count_put(RecordKind::item)) + " items, " +
           grouped_digits(records_.count_put(RecordKind::user)) + " users, " + grouped_digits(filters_added_) +
           " filters\n";
  }

 private:
  Result<void> store() {
    const auto result = log_.restore(events_, joined_, cursor_);
    if (!result) return result.error();
    stored_.stored += result->stored;
    stored_.duplicates += result->duplicates;
    events_.clear();
    joined_.clear();
    cursor_ = 0;
    for (const RecordKind kind : {RecordKind::item, RecordKind::user}) {
      std::vector<StoredRecord>& records = put_[static_cast<std::size_t>(kind)];
      if (records.empty()) continue;
      if (auto ok = records_.put(kind, records); !ok) return ok;
      records.clear();
    }
    return {};
  }

  EventLog log_;
  RecordStore records_;
  FilterStore filters_;
  std::vector<StoredEvent> events_;
  std::vector<JoinedSession> joined_;
  std::array<std::vector<StoredRecord>, 2> put_;  // by kind
  std::int64_t cursor_ = 0;
  AppendResult stored_;
  std::size_t filters_added_ = 0;
  std::size_t filters_there_ = 0;
};

Result<void> check(const std::string& path) {
  LineOrder order;
  if (auto ok = for_each_line(path, [&](const EventLine& line) { return order.take(line); }); !ok) return ok;
  if (auto ok = order.finish(); !ok) return Error{ok.error().code, path + ": " + ok.error().message};
  return {};
}

}  // namespace

int import_events(const ImportOptions& options) {
  if (auto ok = check(options.file); !ok) return fail(kProgram, ok.error());
  const auto database = open_store(options.data);
  if (!database) return fail(kProgram, database.error());
  Importer importer(**database);
  auto ok = for_each_line(options.file, [&](EventLine line) { return importer.take(std::move(line)); });
  if (!ok) return fail(kProgram, ok.error());
  print(importer.told(options.json));
  return kExitGood;
}

}  // namespace pocketrec
