#include "convert/frappe.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "convert/new_dataset_folder.h"
#include "convert/sequences.h"
#include "convert/source_lines.h"
#include "datasets/field_text.h"

namespace pocketrec {
namespace {

constexpr std::array kContextColumns = {"DAYTIME", "WEEKDAY", "ISWEEKEND", "HOMEWORK", "WEATHER"};
constexpr std::array kUserColumns = {"COUNTRY", "CITY"};
constexpr std::size_t kContextFields = 1 + kContextColumns.size() + kUserColumns.size();  // and the user

/// How often each value was seen, in a column of users.csv.
using Counts = std::map<std::int64_t, std::uint64_t>;

struct User {
  std::uint64_t events = 0;
  std::array<Counts, kUserColumns.size()> counts;
};

using Users = std::map<std::int64_t, User>;

Field text_field(const char* name, bool categorical) {
  Field field;
  field.name = name;
  field.categorical = categorical;
  return field;
}

Schema interaction_schema() {
  Schema schema{DatasetType::interactions, {text_field("USER_ID", false), text_field("ITEM_ID", false)}};
  schema.fields.push_back(text_field("EVENT_TYPE", false));
  for (const char* name : kContextColumns) schema.fields.push_back(text_field(name, true));
  Field time = text_field("TIMESTAMP", false);
  time.type = FieldType::integer64;
  schema.fields.push_back(time);
  return schema;
}

Schema user_schema() {
  Schema schema{DatasetType::users, {text_field("USER_ID", false)}};
  for (const char* name : kUserColumns) schema.fields.push_back(text_field(name, true));
  return schema;
}

Result<void> write_rows(const std::filesystem::path& source, CsvWriter& table, Users& users) {
  auto lines = SourceLines::open(source);
  if (!lines) return lines.error();
  std::vector<std::string_view> halves;
  std::vector<std::string_view> context;
  std::vector<std::string_view> item;
  for (;;) {
    const auto line = lines->next();
    if (!line) return line.error();
    if (!*line) return {};
    split_fields(**line, ",", halves);
    if (halves.size() != 2) return lines->wrong_field_count("a context and an item", halves.size());
    split_fields(halves[0], "-", context);
    split_fields(halves[1], "-", item);
    if (context.size() != kContextFields || item.size() != 2) {
      return lines->problem("expected 8 numbers, a comma and 2 numbers, joined with '-', got " + excerpt(**line));
    }
    std::array<std::int64_t, kContextFields> numbers{};
    for (std::size_t i = 0; i < kContextFields; ++i) {
      const auto number = parse_integer(context[i], FieldType::integer64);
      if (!number) return lines->problem("expected a number, got " + excerpt(context[i]));
      numbers[i] = *number;
    }
    if (!parse_integer(item[0], FieldType::integer64)) {
      return lines->problem("expected a number as item, got " + excerpt(item[0]));
    }
    User& user = users[numbers[0]];
    for (std::size_t c = 0; c < kUserColumns.size(); ++c) ++user.counts[c][numbers[1 + kContextColumns.size() + c]];
    table.number(numbers[0]);
    table.text(item[0]);
    table.text(kFrappeEventType);
    for (std::size_t c = 0; c < kContextColumns.size(); ++c) table.number(numbers[1 + c]);
    table.number(sequence_time(++user.events));
    table.end_row();
  }
}

Result<std::uint64_t> write_users(const Users& users, NewDatasetFolder& target) {
  auto table = target.create_table(user_schema());
  if (!table) return table.error();
  for (const auto& [id, user] : users) {
    table->number(id);
    for (const Counts& counts : user.counts) {
      const auto most = std::max_element(counts.begin(), counts.end(),
                                         [](const auto& a, const auto& b) { return a.second < b.second; });
      table->number(most->first);
    }
    table->end_row();
  }
  if (auto ok = table->close(); !ok) return ok.error();
  return table->rows();
}

}  // namespace

Result<ConversionSummary> convert_frappe(const std::filesystem::path& source, const std::filesystem::path& target) {
  auto folder = NewDatasetFolder::begin(target);
  if (!folder) return folder.error();
  auto table = folder->create_table(interaction_schema());
  if (!table) return table.error();
  Users users;
  for (const char* name : {"train.csv", "test.csv"}) {
    if (auto ok = write_rows(source / name, *table, users); !ok) return ok.error();
  }
  ConversionSummary summary{"Frappe (train.csv, test.csv)", table->rows(), 0, 0};
  if (auto ok = table->close(); !ok) return ok.error();
  const auto written = write_users(users, *folder);
  if (!written) return written.error();
  summary.users = *written;
  if (auto ok = folder->publish(); !ok) return ok.error();
  return summary;
}

}  // namespace pocketrec
