#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/filters.h"
#include "result/result.h"

namespace pocketrec {

/// A filter that was asked about, and what is known of it.
struct FilterOutcome {
  std::string name;        ///< empty: given by its expression
  std::string expression;  ///< empty: given by its name
  Result<TestFilterResponse> result;
};

/// The normal form, what it does in words, and "312 of 9,742 items pass" or what the count depends on. Lines for
/// people.
std::string filter_text(const TestFilterResponse& response);

/// The same as one JSON object; of a filter that is wrong the message, and the place that it points to.
std::string filter_json(const FilterOutcome& outcome);

/// Prints a filter, and returns the exit code: 1 for one that is wrong. Its message goes to standard error or, with
/// as_json, into the object on standard output.
int report_filter(std::string_view program, const FilterOutcome& outcome, bool as_json);

/// Prints several, each under its name, those that are wrong with their messages; 1 when there is one of these.
int report_filters(const std::vector<FilterOutcome>& outcomes, bool as_json);

}  // namespace pocketrec
