#pragma once

#include <string>
#include <vector>

#include "filter/expression.h"

namespace pocketrec {

/// What a filter does, in sentences for people, as in tests/filter/explain_cases.txt: what it keeps, and then what it
/// removes. Fields and values are as they were written, so that they may hold control characters.
std::string explain_filter(const FilterExpression& expression);

/// Names of the placeholders in the order of their first use, each once, without the $.
std::vector<std::string> placeholders_of(const FilterExpression& expression);

}  // namespace pocketrec
