#pragma once

#include <cstdint>
#include <filesystem>

#include "convert/movielens.h"
#include "result/result.h"

namespace pocketrec {

/// Event type of interactions from a file that names none.
inline constexpr const char* kSequenceEventType = "interaction";

/// The time that stands for "the n-th event of its user" where a source tells only the order: n minutes after
/// 2000-01-01T00:00:00Z, in epoch seconds. Nothing else may be read from it; events of two users do not compare.
constexpr std::int64_t sequence_time(std::uint64_t n) {
  return 946'684'800 + 60 * static_cast<std::int64_t>(n);
}

/// Turns a plain text file into a data set's folder with interactions.csv alone. Every line is a user and any number of
/// items, separated by blanks: `user item` and `user item item …` are both read, also mixed, and a user's later lines
/// go on where the earlier ones ended. TIMESTAMP is sequence_time() of the event's place in its user's list, from 1 on;
/// there is no EVENT_VALUE. target: absent or an empty folder; appears whole or not at all.
/// Errors: resource_not_found; invalid_input with file and line (an id over 256 characters); resource_in_use; io.
Result<ConversionSummary> convert_sequences(const std::filesystem::path& source, const std::filesystem::path& target);

}  // namespace pocketrec
