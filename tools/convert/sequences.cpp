#include "convert/sequences.h"

#include <string>
#include <unordered_map>
#include <vector>

#include "convert/movielens_layouts.h"

namespace pocketrec {

namespace {

using OriginalIds = std::unordered_map<std::string, std::string>;

bool is_1m_as_sequences(const std::filesystem::path& folder) {
  return has_file(folder, "ml-1m.txt") && has_file(folder, "sas_to_original_items.txt") &&
         has_file(folder, "sas_to_original_users.txt");
}

Result<OriginalIds> read_original_ids(const std::filesystem::path& path) {
  auto lines = SourceLines::open(path);
  if (!lines) return lines.error();
  OriginalIds ids;
  std::vector<std::string_view> fields;
  for (;;) {
    auto line = lines->next();
    if (!line) return line.error();
    if (!*line) break;
    split_words(**line, fields);
    if (fields.size() != 2) return lines->wrong_field_count("a dense and an original id", fields.size());
    if (!ids.emplace(fields[0], fields[1]).second) {
      return lines->problem("expected every dense id once, got " + std::string(fields[0]) + " again");
    }
  }
  return ids;
}

// Without `ids` the id stays as it is.
Result<std::string_view> original_id(const SourceLines& lines, std::string_view what, std::string_view id,
                                     const OriginalIds* ids, std::string& key) {
  if (ids != nullptr) {
    key = id;
    const auto found = ids->find(key);
    if (found == ids->end()) {
      return lines.problem("expected " + std::string(what) + " with an original id, got " + std::string(id));
    }
    id = found->second;
  }
  if (auto ok = check_id(lines, what, id); !ok) return ok.error();
  return id;
}

// users, items: maps to other ids, or nullptr.
Result<void> write_sequences(const std::filesystem::path& source, const char* event_type, const OriginalIds* users,
                             const OriginalIds* items, NewDatasetFolder& target, ConversionSummary& summary) {
  auto lines = SourceLines::open(source);
  if (!lines) return lines.error();
  auto table = target.create_table(sequence_schema());
  if (!table) return table.error();
  std::unordered_map<std::string, std::uint64_t> events_of;
  std::vector<std::string_view> fields;
  std::string key;
  for (;;) {
    auto line = lines->next();
    if (!line) return line.error();
    if (!*line) break;
    split_words(**line, fields);
    auto user = original_id(*lines, "a user", fields[0], users, key);
    if (!user) return user.error();
    std::uint64_t& events = events_of[std::string(*user)];
    for (std::size_t i = 1; i < fields.size(); ++i) {
      auto item = original_id(*lines, "an item", fields[i], items, key);
      if (!item) return item.error();
      table->text(*user);
      table->text(*item);
      table->text(event_type);
      table->number(sequence_time(++events));
      table->end_row();
    }
  }
  summary.interactions = table->rows();
  return table->close();
}

Result<void> write_1m_as_sequences(const std::filesystem::path& folder, NewDatasetFolder& target,
                                   ConversionSummary& summary) {
  auto items = read_original_ids(folder / "sas_to_original_items.txt");
  if (!items) return items.error();
  auto users = read_original_ids(folder / "sas_to_original_users.txt");
  if (!users) return users.error();
  auto ok = write_sequences(folder / "ml-1m.txt", kRatingEventType, &*users, &*items, target, summary);
  if (!ok) return ok.error();
  return write_1m_metadata(folder, target, summary);
}

}  // namespace

const MovielensLayout kMovielensSequences = {"MovieLens 1M as sequences (ml-1m.txt)", is_1m_as_sequences,
                                             write_1m_as_sequences};

Result<ConversionSummary> convert_sequences(const std::filesystem::path& source, const std::filesystem::path& target) {
  auto folder = NewDatasetFolder::begin(target);
  if (!folder) return folder.error();
  ConversionSummary summary;
  summary.layout = "sequences (user item …)";
  auto ok = write_sequences(source, kSequenceEventType, nullptr, nullptr, *folder, summary);
  if (!ok) return ok.error();
  if (auto published = folder->publish(); !published) return published.error();
  return summary;
}

}  // namespace pocketrec
