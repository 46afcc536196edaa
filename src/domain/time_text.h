#pragma once

#include <string>

#include "domain/timestamp.h"

namespace pocketrec {

/// RFC 3339 in UTC with milliseconds: "2026-11-24T20:15:00.123Z".
std::string time_text(Timestamp time);

/// The day of it: "2026-11-24".
std::string day_text(std::chrono::sys_days day);

}  // namespace pocketrec
