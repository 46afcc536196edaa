#pragma once

#include <chrono>
#include <string>

namespace pocketrec {

/// A random UUID (RFC 9562 version 4), for the field x-amzn-RequestId (contract/runtime-api.md §1).
std::string new_request_id();

/// The form of the field Date: "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 §5.6.7).
std::string http_date(std::chrono::system_clock::time_point time);

}  // namespace pocketrec
