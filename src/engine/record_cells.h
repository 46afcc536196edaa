#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "domain/field_value.h"
#include "model/record_table.h"
#include "result/result.h"

namespace pocketrec {

/// The cells of a record by its properties, one for each column: names are compared as same_field_name() does, columns
/// that are left out are null, and properties without a column are passed over (contract/events-api.md §3). Errors:
/// invalid_input "<column>: expected …" for a value that is not of the column's type, and for a column that may not be
/// null and is.
Result<std::vector<FieldValue>> record_cells(std::string_view properties, std::span<const Column> columns);

/// The same for a record of an earlier model with other columns: what does not fit is null.
std::vector<FieldValue> fitting_cells(std::string_view properties, std::span<const Column> columns);

}  // namespace pocketrec
