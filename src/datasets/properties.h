#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pocketrec {

/// The members of a JSON object as names and texts, in the order of their names: what `properties` of an event hold
/// (contract/events-api.md §2). Strings as they are, numbers and truth values as JSON writes them; nulls, lists and
/// objects are passed over. Empty for a text that is no object.
std::vector<std::pair<std::string, std::string>> read_properties(std::string_view json);

}  // namespace pocketrec
