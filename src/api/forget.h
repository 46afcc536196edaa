#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pocketrec {

/// Our extension: whom the device is to forget (docs/events.md). At least one id.
struct ForgetRequest {
  std::string user_id;                   ///< or empty
  std::vector<std::string> session_ids;  ///< of anonymous visitors, besides
};

/// What was removed.
struct ForgetResponse {
  std::uint64_t events = 0;
  std::uint64_t records = 0;
  std::uint64_t ids = 0;
};

}  // namespace pocketrec
