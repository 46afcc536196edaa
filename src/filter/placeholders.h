#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "filter/expression.h"
#include "result/result.h"

namespace pocketrec {

/// Reads one entry of filterValues: values separated by commas, in double quotes or bare (contract/filters.md §6).
/// Blanks around values are dropped, commas inside quotes belong to the value, empty values count as absent, and a
/// stray quote at the very end is passed over. Errors: invalid_input that names the parameter, for a quote that is not
/// closed and for text between a closing quote and the comma.
Result<std::vector<std::string>> parse_filter_values(std::string_view parameter, std::string_view text);

/// The values that filterValues holds for the parameter; none when it is missing, which also is what an empty text is.
/// `values` may be nullptr: no filterValues. Errors: those of parse_filter_values.
Result<std::vector<std::string>> values_of(const Parameter& parameter,
                                           const std::map<std::string, std::string>* values);

}  // namespace pocketrec
