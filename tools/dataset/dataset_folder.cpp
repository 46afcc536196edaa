#include "dataset/dataset_folder.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>
#include <system_error>

#include "dataset/csv_reader.h"
#include "dataset/rules_file.h"

namespace pocketrec {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxSchemaBytes = std::size_t{1} << 20;
constexpr std::size_t kMaxFiltersBytes = std::size_t{16} << 20;

bool is_there(const fs::path& path) {
  std::error_code ignored;  // a path that cannot be looked at fails with its reason when it is opened
  return fs::exists(path, ignored);
}

Result<std::string> read_text(const fs::path& path, std::size_t max_bytes) {
  const std::string name = path.filename().string();
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) return Error{ErrorCode::io, name + ": cannot be opened: " + std::generic_category().message(errno)};
  std::string text;
  char block[4096];
  while (const std::size_t got = std::fread(block, 1, sizeof block, file.get())) {
    text.append(block, got);
    if (text.size() > max_bytes) {
      return Error{ErrorCode::invalid_input,
                   name + ": expected at most " + std::to_string(max_bytes) + " bytes, got more"};
    }
  }
  if (std::ferror(file.get()) != 0) {
    return Error{ErrorCode::io, name + ": cannot be read: " + std::generic_category().message(errno)};
  }
  return text;
}

Error bad_filters(const std::string& rule) {
  return {ErrorCode::invalid_input, "filters.json: " + rule};
}

Result<NamedFilter> read_filter(const nlohmann::json& entry, std::size_t position) {
  const std::string where = "filter " + std::to_string(position) + ": ";
  if (!entry.is_object()) return bad_filters(where + "expected an object, got " + entry.type_name());
  NamedFilter filter;
  for (const auto& [member, text] : {std::pair{"name", &filter.name}, {"filterExpression", &filter.expression}}) {
    const auto found = entry.find(member);
    if (found == entry.end() || !found->is_string()) {
      return bad_filters(where + "expected a string \"" + member + "\", got " +
                         (found == entry.end() ? "no such member" : found->type_name()));
    }
    *text = found->get<std::string>();
    if (text->empty()) return bad_filters(where + "expected a string \"" + member + "\", got an empty one");
  }
  return filter;
}

}  // namespace

std::string_view dataset_file_name(DatasetType type) {
  switch (type) {
    case DatasetType::interactions:
      return "interactions";
    case DatasetType::items:
      return "items";
    case DatasetType::users:
      return "users";
    case DatasetType::actions:
      return "actions";
    case DatasetType::action_interactions:
      break;
  }
  return "action_interactions";
}

const DatasetFile* DatasetFolder::file(DatasetType type) const {
  const auto found = std::ranges::find(files, type, &DatasetFile::type);
  return found == files.end() ? nullptr : &*found;
}

Result<void> expect_folder(const fs::path& root) {
  std::error_code reason;
  if (fs::is_directory(root, reason)) return {};
  const std::string got = is_there(root) ? "a file" : "nothing of that name";
  return Error{ErrorCode::resource_not_found, root.string() + ": expected the folder of a data set, got " + got};
}

Result<std::optional<DatasetFile>> open_dataset_file(const fs::path& root, DatasetType type) {
  const std::string name(dataset_file_name(type));
  DatasetFile file{type, root / (name + ".csv"), {}, {}};
  if (!is_there(file.csv)) return std::optional<DatasetFile>();
  if (const fs::path schema_file = root / (name + ".schema.json"); is_there(schema_file)) {
    file.schema_file = schema_file;
    const auto text = read_text(schema_file, kMaxSchemaBytes);
    if (!text) return text.error();
    auto schema = parse_schema(*text, type);
    if (!schema) return Error{schema.error().code, name + ".schema.json: " + schema.error().message};
    file.schema = *std::move(schema);
  } else {
    const auto reader = CsvReader::open(file.csv);
    if (!reader) return reader.error();
    file.schema = default_schema(type, reader->header());
  }
  return std::optional(std::move(file));
}

Result<std::optional<std::string>> read_optional_text(const fs::path& path, std::size_t max_bytes) {
  if (!is_there(path)) return std::optional<std::string>();
  auto text = read_text(path, max_bytes);
  if (!text) return text.error();
  return std::optional(*std::move(text));
}

Result<std::vector<NamedFilter>> read_filters(const fs::path& root) {
  std::vector<NamedFilter> filters;
  const fs::path path = root / "filters.json";
  if (!is_there(path)) return filters;
  const auto text = read_text(path, kMaxFiltersBytes);
  if (!text) return text.error();
  nlohmann::json list;
  try {
    list = nlohmann::json::parse(*text);
  } catch (const nlohmann::json::exception&) {
    return bad_filters("expected a JSON list, got text that is no JSON");
  }
  if (!list.is_array()) return bad_filters(std::string("expected a JSON list, got ") + list.type_name());
  for (const auto& entry : list) {
    auto filter = read_filter(entry, filters.size() + 1);
    if (!filter) return filter.error();
    if (std::ranges::find(filters, filter->name, &NamedFilter::name) != filters.end()) {
      return bad_filters("expected names of their own, got \"" + filter->name + "\" twice");
    }
    filters.push_back(*std::move(filter));
  }
  return filters;
}

Result<DatasetFolder> open_dataset(const fs::path& root) {
  if (auto ok = expect_folder(root); !ok) return ok.error();
  DatasetFolder folder{root, {}, {}, {}};
  for (DatasetType type : kDatasetTypes) {
    auto file = open_dataset_file(root, type);
    if (!file) return file.error();
    if (file->has_value()) folder.files.push_back(**std::move(file));
  }
  if (folder.file(DatasetType::interactions) == nullptr) {
    return Error{ErrorCode::resource_not_found, root.string() + ": expected a file interactions.csv, got none"};
  }
  auto filters = read_filters(root);
  if (!filters) return filters.error();
  folder.filters = *std::move(filters);
  auto rules = read_rules(root);
  if (!rules) return rules.error();
  folder.list_rules = *std::move(rules);
  const DatasetFile* items = folder.file(DatasetType::items);
  if (auto ok = check_rule_columns(folder.list_rules, items == nullptr ? nullptr : &items->schema); !ok) {
    return ok.error();
  }
  return folder;
}

}  // namespace pocketrec
