#pragma once

#include <filesystem>

#include "convert/movielens.h"
#include "result/result.h"

namespace pocketrec {

/// Event type of converted rows: an app was used.
inline constexpr const char* kFrappeEventType = "use";

/// Turns a folder with train.csv and test.csv of Frappe (Baltrunas et al., "Frappe: Understanding the Usage and
/// Perception of Mobile App Recommendations In-The-Wild", 2015), in the form for factorisation machines, into a data
/// set's folder. A line is `user-daytime-weekday-isweekend-homework-weather-country-city,item-cost`, all of them
/// numbers that stand for a feature and its value; they stay as they are, since the source does not name them.
///   interactions.csv   DAYTIME, WEEKDAY, ISWEEKEND, HOMEWORK and WEATHER as categorical columns, the rows of test.csv
///                      behind those of train.csv; TIMESTAMP is sequence_time() of the row's place among its user's
///   users.csv          COUNTRY and CITY where the user was most often, of equal ones the lower number
/// The cost of items is left out. target: absent or an empty folder; appears whole or not at all.
/// Errors: resource_not_found; invalid_input with file and line; resource_in_use; io.
Result<ConversionSummary> convert_frappe(const std::filesystem::path& source, const std::filesystem::path& target);

}  // namespace pocketrec
