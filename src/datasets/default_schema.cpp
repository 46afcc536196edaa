#include <algorithm>
#include <array>

#include "datasets/reserved_fields.h"
#include "datasets/schema.h"

namespace pocketrec {
namespace {

// Columns of domain groups whose type is not a category (contract §4).
struct DomainColumn {
  std::string_view name;
  FieldType type;
  bool textual;
};
constexpr std::array kItemColumns = {
    DomainColumn{"PRICE", FieldType::float32, false},
    DomainColumn{"DURATION", FieldType::float32, false},
    DomainColumn{"AVERAGE_RATING", FieldType::float32, false},
    DomainColumn{"PRODUCT_DESCRIPTION", FieldType::string, true},
};

Field from_reserved(const ReservedField& reserved) {
  Field field;
  field.name = reserved.name;
  field.type = reserved.type;
  field.nullable = reserved.may_be_null;
  return field;
}

// A title or a description is told, not grouped by: BRAND_NAME is a category, ITEM_NAME and NAME are not.
bool is_title(std::string_view name) {
  std::string letters;
  for (char c : name) {
    if (c != '_') letters += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return letters.ends_with("TITLE") || letters.ends_with("DESCRIPTION") || letters == "NAME" || letters == "ITEMNAME" ||
         letters == "PRODUCTNAME" || letters == "USERNAME" || letters == "ACTIONNAME";
}

Field from_header(DatasetType type, const std::string& name) {
  if (const ReservedField* reserved = find_reserved_field(type, name)) return from_reserved(*reserved);
  Field field;
  field.name = name;
  field.nullable = true;
  if (type == DatasetType::items) {
    for (const DomainColumn& column : kItemColumns) {
      if (!same_field_name(column.name, name)) continue;
      field.type = column.type;
      field.textual = column.textual;
      return field;
    }
  }
  field.categorical = !is_title(name);
  return field;
}

bool holds(const Schema& schema, std::string_view name) {
  return std::ranges::any_of(schema.fields, [&](const Field& field) { return same_field_name(field.name, name); });
}

}  // namespace

Schema default_schema(DatasetType type, const std::vector<std::string>& header) {
  Schema schema;
  schema.type = type;
  const auto named = [&](std::string_view name) {
    return std::ranges::any_of(header, [&](const std::string& column) { return same_column_name(column, name); });
  };
  for (const ReservedField& reserved : reserved_fields(type)) {
    if (reserved.required || named(reserved.name)) schema.fields.push_back(from_reserved(reserved));
  }
  if (record_id_field(type).empty()) return schema;

  std::size_t metadata = 0;
  for (const std::string& name : header) {
    // The second condition leaves out GENRES_1 after GENRES1, and CREATIONTIMESTAMP, which names a reserved field.
    if (!is_field_name(name) || find_reserved_field(type, name) != nullptr || holds(schema, name)) continue;
    Field field = from_header(type, name);
    if (is_metadata_column(field, type) && ++metadata > max_metadata_columns(type)) continue;
    schema.fields.push_back(std::move(field));
  }
  return schema;
}

}  // namespace pocketrec
