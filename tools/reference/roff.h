#pragma once

#include <string>
#include <string_view>

namespace pocketrec {

/// Text for a line of a manual page: backslashes and hyphens are escaped, and no word at its begin is taken for a
/// request.
std::string roff(std::string_view text);

}  // namespace pocketrec
