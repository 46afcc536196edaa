#pragma once

#include <cstdint>
#include <filesystem>

#include "result/result.h"

namespace pocketrec {

/// The moment at which every sample ends: 2025-06-01T00:00:00Z in epoch seconds. Fixed, so that bytes repeat.
inline constexpr std::int64_t kSampleEnd = 1'748'736'000;

/// What to make up.
struct SampleOptions {
  std::uint32_t users = 500;  ///< 1 to 10 million
  std::uint32_t items = 400;  ///< 50 to 1 million
  std::uint64_t seed = 1;     ///< same options, same bytes, on every machine
  std::uint32_t days = 365;   ///< 30 to 3650; interactions fill the days before kSampleEnd
};

/// What was written.
struct SampleSummary {
  std::uint64_t users = 0;
  std::uint64_t households = 0;
  std::uint64_t items = 0;
  std::uint64_t interactions = 0;

  bool operator==(const SampleSummary&) const = default;
};

/// Writes a made-up video streaming service as a data set's folder: interactions.csv, items.csv, users.csv, each with
/// its schema (contract/datasets-and-schemas.md), and filters.json, a list of {"name", "filterExpression"}.
///
/// Viewers have real tastes. Every item belongs to one or two *taste circles* within genres, which no column shows, and
/// many to a franchise whose parts are watched in order. A viewer follows a few circles, often ones that go together
/// across genres, so that watching together says more than a genre does. Popularity has a long tail; items arrive,
/// fade, come back and expire; sessions fall into dayparts that go with the genre; members of a household share a
/// circle, a country and evenings before the television. Event types: Watch with the share watched as EVENT_VALUE, and
/// Click, Like and Purchase without one. Rows are ordered by user, then time. Dayparts are in UTC.
///
/// Memory grows with the items, not with the users. target: absent or an empty folder; appears whole or not at all.
/// Errors: invalid_input for options out of range; resource_in_use for a target with files in it; io.
Result<SampleSummary> write_sample(const std::filesystem::path& target, const SampleOptions& options);

}  // namespace pocketrec
