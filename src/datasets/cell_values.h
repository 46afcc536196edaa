#pragma once

#include <string>
#include <vector>

#include "datasets/schema.h"
#include "domain/field_value.h"

namespace pocketrec {

/// The distinct values of a text or boolean cell, each once, in their order: of a categorical cell its elements between
/// '|' (contract/datasets-and-schemas.md §5), of another the whole text; booleans as "false" and "true". None for null
/// and for empty text, which is null too.
std::vector<std::string> cell_values(const FieldValue& cell, const Field& field);

}  // namespace pocketrec
