#include "datasets/reserved_fields.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "datasets/field_text.h"

namespace pocketrec {
namespace {

using enum FieldType;

constexpr std::array kInteractions = {
    ReservedField{"USER_ID", string, true, false},
    ReservedField{"ITEM_ID", string, true, false},
    ReservedField{"TIMESTAMP", integer64, true, false},
    ReservedField{"EVENT_TYPE", string, false, false},
    ReservedField{"EVENT_VALUE", float32, false, true},
    ReservedField{"IMPRESSION", string, false, true},
    ReservedField{"RECOMMENDATION_ID", string, false, true},
    ReservedField{"EVENT_ATTRIBUTION_SOURCE", string, false, true},
};
// CREATION_TIMESTAMP may be null: domain groups allow it (contract §4), and a schema's text does not say its domain.
constexpr std::array kItems = {
    ReservedField{"ITEM_ID", string, true, false},
    ReservedField{"CREATION_TIMESTAMP", integer64, false, true},
};
constexpr std::array kUsers = {
    ReservedField{"USER_ID", string, true, false},
};
constexpr std::array kActions = {
    ReservedField{"ACTION_ID", string, true, false},
    ReservedField{"CREATION_TIMESTAMP", integer64, false, true},
    ReservedField{"VALUE", integer64, false, true},
    ReservedField{"TYPE", string, false, true},
    ReservedField{"EXPIRATION_TIMESTAMP", integer64, false, true},
    ReservedField{"ACTION_EXPIRATION_TIMESTAMP", integer64, false, true},
    ReservedField{"REPEAT_FREQUENCY", integer64, false, true},
};
constexpr std::array kActionInteractions = {
    ReservedField{"USER_ID", string, true, false},    ReservedField{"ACTION_ID", string, true, false},
    ReservedField{"EVENT_TYPE", string, true, false}, ReservedField{"TIMESTAMP", integer64, true, false},
    ReservedField{"IMPRESSION", string, false, true}, ReservedField{"RECOMMENDATION_ID", string, false, true},
};

constexpr std::array kTypes = {DatasetType::interactions, DatasetType::items, DatasetType::users, DatasetType::actions,
                               DatasetType::action_interactions};

Error broken(const Field& field, const std::string& rule) {
  return {ErrorCode::invalid_input, "schema: field " + field.name + ": " + rule};
}

bool has_type_of(const ReservedField& reserved, const Field& field) {
  // ECOMMERCE schemas were documented with a float (contract §4).
  if (reserved.name == "CREATION_TIMESTAMP" && field.type == float32) return true;
  return field.type == reserved.type;
}

Result<void> check_reserved(const Field& field, const ReservedField& reserved) {
  if (field.name != reserved.name) {
    return broken(field, "expected the reserved name as it is spelled, " + std::string(reserved.name));
  }
  if (!has_type_of(reserved, field)) {
    return broken(field, "expected type " + std::string(field_type_name(reserved.type)) + ", got " +
                             std::string(field_type_name(field.type)));
  }
  if (field.nullable && !reserved.may_be_null) {
    return broken(field, "expected type " + std::string(field_type_name(reserved.type)) + ", got a union with null");
  }
  // An action's TYPE is the one reserved string whose use as a category the contract leaves open.
  if (field.categorical && reserved.name != "TYPE") return broken(field, "a reserved field cannot be categorical");
  if (field.textual || field.item_name) return broken(field, "a reserved field cannot be textual or itemName");
  return {};
}

Result<void> check_attributes(const Field& field, DatasetType type) {
  const bool text = field.type == string;
  const std::string got = ", got " + std::string(field_type_name(field.type));
  if (field.categorical && !text) return broken(field, "categorical: expected type string" + got);
  if (field.textual && !text) return broken(field, "textual: expected type string" + got);
  if (field.item_name && !text) return broken(field, "itemName: expected type string" + got);
  if (field.textual && field.categorical) return broken(field, "expected categorical or textual, got both");
  if (field.textual && type != DatasetType::items) return broken(field, "textual: only fields of Items can be");
  if (field.item_name && type != DatasetType::items) return broken(field, "itemName: only a field of Items can be");
  return {};
}

Result<void> check_names(const Schema& schema) {
  for (std::size_t i = 0; i < schema.fields.size(); ++i) {
    const Field& field = schema.fields[i];
    if (!is_field_name(field.name)) {
      return Error{ErrorCode::invalid_input, "schema: field " + std::to_string(i + 1) +
                                                 ": expected a name of letters, digits and '_', got " +
                                                 excerpt(field.name)};
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (same_field_name(schema.fields[j].name, field.name)) {
        return broken(field,
                      "expected a name of its own without case and underscores, got that of " + schema.fields[j].name);
      }
    }
  }
  return {};
}

Result<void> check_counts(const Schema& schema) {
  const auto count = [&](auto predicate) {
    return static_cast<std::size_t>(std::ranges::count_if(schema.fields, predicate));
  };
  const std::string name(record_name(schema.type));
  if (const std::size_t n = count([](const Field& field) { return field.textual; }); n > 1) {
    return Error{ErrorCode::invalid_input,
                 "schema: " + name + ": expected one textual field, got " + std::to_string(n)};
  }
  if (const std::size_t n = count([](const Field& field) { return field.item_name; }); n > 1) {
    return Error{ErrorCode::invalid_input,
                 "schema: " + name + ": expected one itemName field, got " + std::to_string(n)};
  }
  if (!record_id_field(schema.type).empty() && schema.fields.size() < 2) {
    return Error{ErrorCode::invalid_input, "schema: " + name + ": expected a metadata field beside " +
                                               std::string(record_id_field(schema.type)) + ", got none"};
  }
  const std::size_t metadata = count([&](const Field& field) { return is_metadata_column(field, schema.type); });
  if (metadata > max_metadata_columns(schema.type)) {
    return Error{ErrorCode::invalid_input, "schema: " + name + ": expected at most " +
                                               std::to_string(max_metadata_columns(schema.type)) +
                                               " metadata columns, got " + std::to_string(metadata)};
  }
  return {};
}

}  // namespace

std::span<const ReservedField> reserved_fields(DatasetType type) {
  switch (type) {
    case DatasetType::interactions:
      return kInteractions;
    case DatasetType::items:
      return kItems;
    case DatasetType::users:
      return kUsers;
    case DatasetType::actions:
      return kActions;
    case DatasetType::action_interactions:
      break;
  }
  return kActionInteractions;
}

const ReservedField* find_reserved_field(DatasetType type, std::string_view name) {
  for (const ReservedField& field : reserved_fields(type)) {
    if (same_field_name(field.name, name)) return &field;
  }
  return nullptr;
}

std::string_view record_id_field(DatasetType type) {
  switch (type) {
    case DatasetType::items:
      return "ITEM_ID";
    case DatasetType::users:
      return "USER_ID";
    case DatasetType::actions:
      return "ACTION_ID";
    case DatasetType::interactions:
    case DatasetType::action_interactions:
      break;
  }
  return {};
}

bool is_reserved_name(std::string_view text) {
  // Nearly every cell of a large file ends here.
  if (text.size() < 4 || text[0] < 'A' || text[0] > 'Z') return false;
  return std::ranges::any_of(kTypes, [&](DatasetType type) {
    return std::ranges::any_of(reserved_fields(type), [&](const ReservedField& field) { return field.name == text; });
  });
}

std::size_t max_metadata_columns(DatasetType type) {
  switch (type) {
    case DatasetType::interactions:
      return 5;
    case DatasetType::items:
      return 100;
    case DatasetType::users:
      return 25;
    case DatasetType::actions:
      return 10;
    case DatasetType::action_interactions:
      break;
  }
  return SIZE_MAX;
}

bool is_metadata_column(const Field& field, DatasetType type) {
  if (find_reserved_field(type, field.name) != nullptr) return false;
  return field.categorical || field.textual || is_numeric(field.type);
}

bool is_field_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

Result<void> check_schema(const Schema& schema) {
  if (auto ok = check_names(schema); !ok) return ok.error();
  for (const Field& field : schema.fields) {
    if (auto ok = check_attributes(field, schema.type); !ok) return ok.error();
    if (const ReservedField* reserved = find_reserved_field(schema.type, field.name)) {
      if (auto ok = check_reserved(field, *reserved); !ok) return ok.error();
    }
  }
  for (const ReservedField& reserved : reserved_fields(schema.type)) {
    if (reserved.required && schema.find(reserved.name) == nullptr) {
      return Error{ErrorCode::invalid_input, "schema: " + std::string(record_name(schema.type)) +
                                                 ": expected the required field " + std::string(reserved.name) +
                                                 ", got none"};
    }
  }
  return check_counts(schema);
}

}  // namespace pocketrec
