#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>

#include "wire/json_fields.h"

namespace pocketrec {

/// The member `properties`: a text of at most `most` characters that holds a JSON object, or, from clients written by
/// hand, the object itself (contract/events-api.md §1). Nothing when it is absent, and for another, which `fields` then
/// refuses.
std::optional<nlohmann::json> read_properties_member(JsonFields& fields, std::size_t most);

}  // namespace pocketrec
