#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "datasets/schema.h"
#include "domain/field_value.h"

namespace pocketrec {

/// Which columns liken records to each other: texts that name categories, and numbers that measure something.
inline bool names_categories(const Field& field) {
  return field.categorical && field.type == FieldType::string;
}
inline bool measures(const Field& field) {
  return !field.categorical && is_numeric(field.type);
}

/// The parts of a text between '|' that are not empty, each once, in their order
/// (contract/datasets-and-schemas.md §5). Views of the text.
std::vector<std::string_view> cell_parts(std::string_view text);

/// The distinct values of a text or boolean cell, each once, in their order: of a categorical cell its parts, of
/// another the whole text; booleans as "false" and "true". None for null and for empty text, which is null too.
std::vector<std::string> cell_values(const FieldValue& cell, const Field& field);

}  // namespace pocketrec
