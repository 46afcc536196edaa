#include "user/context.h"

#include "datasets/properties.h"
#include "datasets/schema.h"

namespace pocketrec {
namespace {

std::uint32_t value_in(std::span<const std::uint32_t> values, std::size_t column) {
  return column < values.size() ? values[column] : 0;
}

}  // namespace

void set_context(std::span<const ContextColumn> columns, std::string_view name, std::string_view value,
                 ContextValues& values) {
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (!same_field_name(columns[c].name, name)) continue;
    const auto found = columns[c].values.find(value);
    if (!found) return;
    values.resize(columns.size(), 0);
    values[c] = *found + 1;
    return;
  }
}

ContextValues context_of(std::span<const ContextColumn> columns, std::string_view properties) {
  ContextValues values;
  if (columns.empty() || properties.empty()) return values;
  for (const auto& [name, value] : read_properties(properties)) set_context(columns, name, value, values);
  return values;
}

double context_weight(std::span<const ContextWeight> weights, std::span<const std::uint32_t> event,
                      std::span<const std::uint32_t> request) {
  double product = 1;
  for (const ContextWeight& weight : weights) {
    const std::uint32_t asked = value_in(request, weight.column);
    if (asked != 0 && value_in(event, weight.column) != asked) product *= weight.mismatch;
  }
  return product;
}

}  // namespace pocketrec
