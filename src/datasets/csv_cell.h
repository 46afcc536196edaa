#pragma once

#include <string>
#include <string_view>

namespace pocketrec {

/// Appends a value as a cell of a CSV file (contract/datasets-and-schemas.md §6): in '"' where it has a comma, a quote,
/// a backslash or a blank at an end, and there with '\' before '"' and '\'. A line break becomes a blank, since a
/// record has one line. An empty value is null.
void append_csv_cell(std::string& line, std::string_view value);

}  // namespace pocketrec
