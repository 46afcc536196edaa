#pragma once

#include <chrono>

namespace pocketrec {

/// A moment of the wall clock, UTC, in milliseconds since 1970. Data and requests carry epoch seconds; clients may send
/// fractions (contract/events-api.md §1).
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

}  // namespace pocketrec
