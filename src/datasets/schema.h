#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "result/result.h"

namespace pocketrec {

/// The five dataset types of Amazon Personalize (contract/datasets-and-schemas.md §1).
enum class DatasetType { interactions, items, users, actions, action_interactions };

/// "INTERACTIONS", "ITEMS", … as the service answers.
std::string_view dataset_type_name(DatasetType type);

/// "Interactions", "Items", "ActionInteractions", …: the name of the record in a schema's text.
std::string_view record_name(DatasetType type);

/// The type that a request names, in any case and with or without underscores: "Items", "ACTION_INTERACTIONS",
/// "ActionInteractions". Nothing for another name.
std::optional<DatasetType> find_dataset_type(std::string_view name);

/// Avro types that a field may have, without null.
enum class FieldType { string, integer32, integer64, float32, float64, boolean };

/// "string", "int", "long", "float", "double", "boolean".
std::string_view field_type_name(FieldType type);

/// True for int, long, float and double.
bool is_numeric(FieldType type);

/// One column of a dataset.
struct Field {
  std::string name;  ///< as the schema spells it
  FieldType type = FieldType::string;
  bool nullable = false;
  bool categorical = false;
  bool textual = false;
  bool item_name = false;

  bool operator==(const Field&) const = default;
};

/// No place in Schema::fields.
inline constexpr std::size_t kNoField = SIZE_MAX;

/// A checked Avro schema of one dataset.
struct Schema {
  DatasetType type = DatasetType::interactions;
  std::vector<Field> fields;  ///< in the order of the schema text

  /// Field with that name, in any case of letters; nullptr when there is none. The pointer lives as long as the Schema.
  const Field* find(std::string_view name) const;
  /// Its place in `fields`; kNoField when there is none.
  std::size_t position(std::string_view name) const;

  bool operator==(const Schema&) const = default;
};

/// Compares names as schemas must: without case and underscores, so that `eventValue` finds `EVENT_VALUE`
/// (contract/events-api.md §2, field rules).
bool same_field_name(std::string_view a, std::string_view b);

/// True when the names are equal in any case of letters, underscores counted: how a CSV header names a field.
bool same_column_name(std::string_view a, std::string_view b);

/// Reads Avro JSON and checks the rules of contract/datasets-and-schemas.md §2 and §3 (custom groups): record name,
/// known types, unions only with null, unique names, required and reserved fields with exactly their type, one textual
/// field, numbers of columns. Members that Avro knows and the contract does not are passed over.
/// Errors: invalid_input with the field and the rule.
Result<Schema> parse_schema(std::string_view json, DatasetType expected);

/// As above; the record's name says the dataset type.
Result<Schema> parse_schema(std::string_view json);

/// The schema that applies to a folder without one. Interactions and action interactions: the required fields, and of
/// the reserved ones (EVENT_TYPE, EVENT_VALUE, IMPRESSION, RECOMMENDATION_ID, EVENT_ATTRIBUTION_SOURCE) those that
/// `header` names. Items, users and actions: the id, and every other column of the header as a null-able string,
/// categorical unless its name is that of a title or a description; CREATION_TIMESTAMP, PRICE and other reserved names
/// get the type of the contract's tables. Columns that no schema may have (an empty name, other characters than
/// letters, digits and '_', a name that clashes with one before it, more columns than the limit) are left out.
/// parse_schema(to_json(default_schema(t, h)), t) is the same schema, except for items, users and actions whose header
/// has no column beside the id.
Schema default_schema(DatasetType type, const std::vector<std::string>& header);

/// Avro JSON of a schema, in the form that parse_schema reads. Same schema, same text.
std::string to_json(const Schema& schema);

}  // namespace pocketrec
