#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace pocketrec {

/// Reads a signature's time as AWS writes it, "20150830T123600Z". No value for another form and for dates that no
/// calendar has.
std::optional<std::chrono::sys_seconds> parse_amz_date(std::string_view text);

/// Reads "2015-08-30T12:36:00Z" in the same way.
std::optional<std::chrono::sys_seconds> parse_utc_time(std::string_view text);

/// Reads the form of the field Date, "Sun, 30 Aug 2015 12:36:00 GMT" (IMF-fixdate of RFC 9110 §5.6.7). The day's name
/// is not compared with the date.
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text);

/// The form that parse_amz_date() reads. Precondition: a year of four digits.
std::string to_amz_date(std::chrono::sys_seconds time);

}  // namespace pocketrec
