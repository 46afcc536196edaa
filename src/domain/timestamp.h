#pragma once

#include <chrono>

namespace pocketrec {

/// A moment of the wall clock, UTC, in milliseconds since 1970. Data and requests carry epoch seconds; clients may send
/// fractions (contract/events-api.md §1).
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// The moments that can be written out (time_text()): the years 1 to 9999.
inline constexpr Timestamp kFirstTime = std::chrono::sys_days{std::chrono::year{1} / 1 / 1};
inline constexpr Timestamp kLastTime =
    Timestamp{std::chrono::sys_days{std::chrono::year{10000} / 1 / 1}} - std::chrono::milliseconds{1};

}  // namespace pocketrec
