#include "datasets/schema.h"

#include <algorithm>
#include <array>

namespace pocketrec {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::string_view dataset_type_name(DatasetType type) {
  switch (type) {
    case DatasetType::interactions:
      return "INTERACTIONS";
    case DatasetType::items:
      return "ITEMS";
    case DatasetType::users:
      return "USERS";
    case DatasetType::actions:
      return "ACTIONS";
    case DatasetType::action_interactions:
      break;
  }
  return "ACTION_INTERACTIONS";
}

std::string_view record_name(DatasetType type) {
  switch (type) {
    case DatasetType::interactions:
      return "Interactions";
    case DatasetType::items:
      return "Items";
    case DatasetType::users:
      return "Users";
    case DatasetType::actions:
      return "Actions";
    case DatasetType::action_interactions:
      break;
  }
  return "ActionInteractions";
}

std::optional<DatasetType> find_dataset_type(std::string_view name) {
  constexpr std::array types = {DatasetType::interactions, DatasetType::items, DatasetType::users, DatasetType::actions,
                                DatasetType::action_interactions};
  for (DatasetType type : types) {
    if (same_field_name(name, record_name(type))) return type;
  }
  return std::nullopt;
}

std::string_view field_type_name(FieldType type) {
  switch (type) {
    case FieldType::string:
      return "string";
    case FieldType::integer32:
      return "int";
    case FieldType::integer64:
      return "long";
    case FieldType::float32:
      return "float";
    case FieldType::float64:
      return "double";
    case FieldType::boolean:
      break;
  }
  return "boolean";
}

bool is_numeric(FieldType type) {
  return type != FieldType::string && type != FieldType::boolean;
}

const Field* Schema::find(std::string_view name) const {
  const auto found = std::ranges::find_if(fields, [&](const Field& f) { return same_column_name(f.name, name); });
  return found == fields.end() ? nullptr : &*found;
}

std::size_t Schema::position(std::string_view name) const {
  const Field* field = find(name);
  return field == nullptr ? kNoField : static_cast<std::size_t>(field - fields.data());
}

bool same_field_name(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (true) {
    while (i < a.size() && a[i] == '_') ++i;
    while (j < b.size() && b[j] == '_') ++j;
    if (i == a.size() || j == b.size()) return i == a.size() && j == b.size();
    if (lower(a[i++]) != lower(b[j++])) return false;
  }
}

bool same_column_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

}  // namespace pocketrec
