#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "filter/expression.h"
#include "sample_data.h"

namespace pocketrec {

/// A request in plain terms.
struct ReferenceRequest {
  std::map<std::string, std::vector<std::string>> values;  ///< filterValues, already taken apart
  std::optional<std::string> user;
  std::optional<std::string> item;
  std::int64_t now = 0;
};

/// The same as the evaluator takes it. user, values: what it needs of the data's user and of filterValues; they and the
/// request must outlive it.
FilterRequest filter_request(const ReferenceRequest& request, const SampleData& data, const UserState& user,
                             const std::map<std::string, std::string>& values);

/// What contract/filters.md §5 and §6 and docs/filters.md say, item by item on the expression as it was parsed and on
/// the plain tables. Slow and obvious. Nothing: the request lacks a user, an item or a value that the filter needs.
/// Preconditions: the expression binds to the data's schemas; values fit their fields.
std::optional<std::vector<std::string>> reference_filter(const FilterExpression& expression, const SampleData& data,
                                                         const ReferenceRequest& request);

}  // namespace pocketrec
