#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "domain/timestamp.h"

namespace pocketrec {

/// A moment as clients send it: epoch seconds as a number or as text, with fractions and exponents, or ISO 8601 text
/// ("2026-11-24T05:55:34Z", a zone of ±hh:mm, a fraction). Numbers above 1e11 are taken as milliseconds
/// (contract/events-api.md §1). Nothing when it is none of these or beyond the years 1 to 9999.
std::optional<Timestamp> read_wire_time(const nlohmann::json& value);

}  // namespace pocketrec
