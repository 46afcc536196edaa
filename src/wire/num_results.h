#pragma once

#include <cstddef>
#include <cstdint>

#include "api/limits.h"
#include "wire/json_fields.h"

namespace pocketrec {

/// How many results are asked for: 0 is legal in the service's model and means the same as absent
/// (contract/runtime-api.md §2).
inline std::size_t read_num_results(JsonFields& fields, const char* name, std::size_t most) {
  const auto results = fields.integer(name, 0, static_cast<std::int64_t>(most)).value_or(0);
  return results == 0 ? limits::kDefaultResults : static_cast<std::size_t>(results);
}

}  // namespace pocketrec
