#pragma once

#include <chrono>
#include <string>

namespace pocketrec {

/// When tests begin whose clock is their own.
inline constexpr std::chrono::steady_clock::time_point kBegin{};

/// A whole request that any policy for localhost accepts.
inline const std::string kGet = "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n";

}  // namespace pocketrec
