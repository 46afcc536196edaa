#include "sample_data.h"

#include <doctest/doctest.h>

#include <chrono>
#include <fstream>
#include <sstream>

#include "datasets/field_text.h"
#include "filter/token.h"

namespace pocketrec {
namespace {

template <typename T>
T require(Result<T> result) {
  if (!result) FAIL(result.error().message);
  return *std::move(result);
}

// Called after the tables were moved into their members.
PackedModel pack(const SampleTable& items) {
  ModelContents contents;
  contents.items.ids = items.ids;
  for (std::size_t column = 1; column < items.schema.fields.size(); ++column) {
    ColumnContents packed{items.schema.fields[column], {}};
    for (const auto& row : items.rows) packed.cells.push_back(row[column - 1]);
    contents.items.columns.push_back(std::move(packed));
  }
  contents.context_columns.push_back({"DEVICE", kDevices});
  return require(pack_model(contents));
}

Field read_field(const std::string& text) {
  const std::size_t colon = text.find(':');
  const std::string type = text.substr(colon + 1);
  Field field;
  field.name = text.substr(0, colon);
  field.nullable = true;
  field.categorical = type == "categorical";
  field.textual = type == "textual";
  for (const FieldType candidate :
       {FieldType::integer32, FieldType::integer64, FieldType::float32, FieldType::float64, FieldType::boolean}) {
    if (type == field_type_name(candidate)) field.type = candidate;
  }
  REQUIRE((field.type != FieldType::string || type == "string" || field.categorical || field.textual));
  return field;
}

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

SampleTable read_header(const std::string& id, DatasetType type, const std::vector<std::string>& words) {
  SampleTable table;
  REQUIRE(words.at(0) == id);
  table.schema.type = type;
  table.schema.fields.push_back({id, FieldType::string});
  for (std::size_t i = 1; i < words.size(); ++i) table.schema.fields.push_back(read_field(words[i]));
  return table;
}

void read_row(SampleTable& table, const std::vector<std::string>& words) {
  REQUIRE(words.size() == table.schema.fields.size());
  table.ids.push_back(words[0]);
  std::vector<FieldValue> row;
  for (std::size_t i = 1; i < words.size(); ++i) {
    row.push_back(require(parse_field(words[i] == "-" ? "" : words[i], table.schema.fields[i])));
  }
  table.rows.push_back(std::move(row));
}

}  // namespace

FieldValue SampleTable::cell(std::size_t row, std::string_view name) const {
  for (std::size_t i = 0; i < schema.fields.size(); ++i) {
    if (!same_word(schema.fields[i].name, name)) continue;
    return i == 0 ? FieldValue(ids.at(row)) : rows.at(row).at(i - 1);
  }
  FAIL("no such field: " << name);
  return {};
}

SampleData::SampleData(SampleTable items, SampleTable users)
    : interactions_schema_{DatasetType::interactions, {{"EVENT_TYPE"}, {"DEVICE"}}},
      items_(std::move(items)),
      users_(std::move(users)),
      packed_(pack(items_)),
      model_(require(Model::open_bytes(std::as_const(packed_).bytes()))),
      catalog_(model_->items()) {}

SampleData SampleData::read(const std::string& path) {
  std::ifstream file(path);
  REQUIRE_MESSAGE(file, "cannot read " << path);
  std::map<std::string, std::vector<std::vector<std::string>>> sections;
  std::string section;
  for (std::string line; std::getline(file, line);) {
    const auto words = words_of(line);
    if (words.empty() || words[0].starts_with('#')) continue;
    if (words.size() == 1) {
      section = words[0];
    } else {
      sections[section].push_back(words);
    }
  }
  const auto table = [&sections](const std::string& name, const std::string& id, DatasetType type) {
    SampleTable read_table = read_header(id, type, sections[name].at(0));
    for (std::size_t i = 1; i < sections[name].size(); ++i) read_row(read_table, sections[name][i]);
    return read_table;
  };
  SampleData data(table("items", "ITEM_ID", DatasetType::items), table("users", "USER_ID", DatasetType::users));
  for (std::size_t i = 1; i < sections["events"].size(); ++i) {
    const auto& words = sections["events"][i];
    REQUIRE(words.size() == 6);
    const auto item = data.catalog().find(words[2]);
    REQUIRE(item);
    const auto value = words[4] == "-" ? std::nullopt : std::optional(std::stod(words[4]));
    data.add_event(words[0], words[1], *item, std::stoll(words[3]), value, words[5] == "-" ? "" : words[5]);
  }
  return data;
}

UserState SampleData::user(const std::string& id) const {
  UserState state;
  if (const auto found = events_.find(id); found != events_.end()) state.events = found->second;
  for (std::size_t row = 0; row < users_.ids.size(); ++row) {
    if (users_.ids[row] != id) continue;
    for (std::size_t i = 1; i < users_.schema.fields.size(); ++i) {
      const FieldValue& value = users_.rows[row][i - 1];
      if (!std::holds_alternative<std::monostate>(value)) {
        state.profile.emplace_back(users_.schema.fields[i].name, value);
      }
    }
  }
  return state;
}

void SampleData::add_event(const std::string& user, std::string event_type, ItemIndex item, std::int64_t seconds,
                           std::optional<double> value, std::string_view device) {
  UserEvent event{item, std::move(event_type), Timestamp{std::chrono::seconds(seconds)}, value};
  set_context(model_->context_columns(), "DEVICE", device, event.context);
  events_[user].push_back(std::move(event));
}

Result<ItemMask> SampleData::filter(std::string_view text, const FilterRequest& request,
                                    FilterLanguage language) const {
  const auto expression = parse_filter(text, language);
  if (!expression) return expression.error();
  const auto bound = bind_filter(*expression, schemas());
  if (!bound) return bound.error();
  return evaluate(*bound, catalog_, request);
}

std::string SampleData::ids_of(const ItemMask& items) const {
  std::string ids;
  for (ItemIndex item = 0; item < items.size(); ++item) {
    if (!items.contains(item)) continue;
    if (!ids.empty()) ids += ' ';
    ids.append(catalog_.id(item));
  }
  return ids;
}

}  // namespace pocketrec
