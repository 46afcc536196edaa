#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/attribute_scores.h"
#include "model/recommender.h"

namespace pocketrec {

/// What an event or a request has in the context columns of a model: an entry a column, 0 for no value or one that the
/// model does not know, else 1 + position among the column's values. Empty is a 0 for every column.
using ContextValues = std::vector<std::uint32_t>;

/// Sets what `name` (compared as same_field_name() does) has; a name that no column has changes nothing.
/// values: may be empty, and has an entry for every column then, or stays empty if nothing was set.
void set_context(std::span<const ContextColumn> columns, std::string_view name, std::string_view value,
                 ContextValues& values);

/// The context of a recorded event. properties: JSON object text, or empty. Empty where it names no known value.
ContextValues context_of(std::span<const ContextColumn> columns, std::string_view properties);

/// How much an event counts under a request's context: the product of `mismatch` over the weights whose column has a
/// value in the request, and not that one in the event. 1 without weights.
double context_weight(std::span<const ContextWeight> weights, std::span<const std::uint32_t> event,
                      std::span<const std::uint32_t> request);

}  // namespace pocketrec
