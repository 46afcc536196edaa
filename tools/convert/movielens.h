#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "result/result.h"

namespace pocketrec {

/// What a conversion wrote.
struct ConversionSummary {
  std::string layout;              ///< the form of the source, for people: "MovieLens 100K (u.data)"
  std::uint64_t interactions = 0;  ///< rows of interactions.csv
  std::uint64_t items = 0;         ///< rows of items.csv; 0 when the source describes no items
  std::uint64_t users = 0;         ///< rows of users.csv; 0 when the source describes no users

  bool operator==(const ConversionSummary&) const = default;
};

/// Event type of every converted rating; its value is the rating, in stars.
inline constexpr const char* kRatingEventType = "rating";

/// Turns an unpacked MovieLens folder into a data set's folder: interactions.csv, items.csv, users.csv, each with its
/// schema (contract/datasets-and-schemas.md). Ids stay as published, rows in the order of the source. Layouts:
///
/// | recognised by | EVENT_VALUE | users.csv |
/// |---|---|---|
/// | u.data, u.item, u.genre (100K) | stars | AGE in years, GENDER, OCCUPATION, ZIP, from u.user |
/// | ratings.dat, movies.dat (1M, 10M) | stars | as above from users.dat where there is one; AGE: lower end of the
/// range | | ratings.csv, movies.csv (the newer ones) | stars | none | | ml-1m.txt, sas_to_original_items.txt,
/// sas_to_original_users.txt | none | as 1M |
///
/// Items get TITLE, GENRES joined with '|', and YEAR, which leaves the title's end. There is no CREATION_TIMESTAMP:
/// MovieLens does not say when a title joined its catalogue, so that the age of an item follows from its first rating.
/// The last layout is the sequence form, `user item` a line in order of time, in dense ids that the two other files
/// map to the published ones. Its TIMESTAMPs only tell the order within a user (see sequence_time()).
///
/// target: absent or an empty folder; appears whole or not at all.
/// Errors: resource_not_found when the source is none of these; invalid_input with file and line; resource_in_use for a
/// target with files in it; io.
Result<ConversionSummary> convert_movielens(const std::filesystem::path& source, const std::filesystem::path& target);

}  // namespace pocketrec
