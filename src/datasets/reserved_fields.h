#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "datasets/schema.h"

namespace pocketrec {

/// A field whose name has a meaning of its own in one dataset type (contract/datasets-and-schemas.md §3).
struct ReservedField {
  std::string_view name;
  FieldType type;
  bool required;     ///< every schema of the dataset type has it
  bool may_be_null;  ///< a schema may declare it null-able
};

/// The reserved fields of a dataset type, required ones first. Static storage.
std::span<const ReservedField> reserved_fields(DatasetType type);

/// The reserved field with that name (compared as same_field_name() does); nullptr when the name is free.
const ReservedField* find_reserved_field(DatasetType type, std::string_view name);

/// The field that names the record of items, users and actions: "ITEM_ID", "USER_ID", "ACTION_ID"; empty for the
/// interactions, which have no id.
std::string_view record_id_field(DatasetType type);

/// True for a reserved name of any dataset type, spelled exactly so. Such words must not occur as values
/// (contract/datasets-and-schemas.md §3).
bool is_reserved_name(std::string_view text);

/// How many metadata columns of its own a schema of the type may have: categorical strings, numbers, textual fields.
/// SIZE_MAX where the contract names no limit.
std::size_t max_metadata_columns(DatasetType type);

/// True for a field that counts as a metadata column of its own.
bool is_metadata_column(const Field& field, DatasetType type);

/// True for the name that a field may have: letters, digits and '_', at least one.
bool is_field_name(std::string_view text);

/// Checks the rules of contract/datasets-and-schemas.md §2 and §3 that concern names, types and numbers of fields.
/// Errors: invalid_input with the field and the rule.
Result<void> check_schema(const Schema& schema);

}  // namespace pocketrec
