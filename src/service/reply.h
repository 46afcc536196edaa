#pragma once

#include <string>
#include <string_view>

namespace pocketrec {

/// The answer to one operation.
struct Reply {
  int status = 200;
  std::string error_type;                              ///< exception name when status is not 200, else empty
  std::string body;                                    ///< JSON, or empty for operations without output
  std::string_view content_type = "application/json";  ///< of the body; a constant
};

}  // namespace pocketrec
