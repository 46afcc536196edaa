#pragma once

#include <filesystem>
#include <string_view>

#include "convert/csv_writer.h"
#include "convert/movielens.h"
#include "convert/new_dataset_folder.h"
#include "convert/source_lines.h"
#include "datasets/schema.h"
#include "result/result.h"

namespace pocketrec {

/// One layout of MovieLens: how it is recognised and how it is written. Inner to this module.
struct MovielensLayout {
  std::string_view name;                                    ///< for people
  bool (*recognises)(const std::filesystem::path& folder);  ///< looks for the layout's files, reads none
  /// Writes all tables and their counts. Errors as convert_movielens().
  Result<void> (*write)(const std::filesystem::path& folder, NewDatasetFolder& target, ConversionSummary& summary);
};

/// u.data, u.item, u.genre, u.user.
extern const MovielensLayout kMovielens100k;
/// ratings.dat, movies.dat, users.dat.
extern const MovielensLayout kMovielens1m;
/// ratings.csv, movies.csv.
extern const MovielensLayout kMovielensCsv;
/// ml-1m.txt with the maps of its dense ids.
extern const MovielensLayout kMovielensSequences;

/// True when the folder has a regular file of that name.
bool has_file(const std::filesystem::path& folder, std::string_view name);

/// USER_ID, ITEM_ID, EVENT_TYPE, EVENT_VALUE, TIMESTAMP.
Schema rating_schema();
/// USER_ID, ITEM_ID, EVENT_TYPE, TIMESTAMP: where only the order is known.
Schema sequence_schema();
/// ITEM_ID, TITLE, GENRES, YEAR.
Schema movie_schema();
/// USER_ID, AGE, GENDER, OCCUPATION, ZIP.
Schema viewer_schema();

/// Writes a row of rating_schema(). The texts come from the line that `lines` read last and are checked.
/// Errors: invalid_input at that line: an id of 0 or more than 256 characters, a rating that is no number, a time that
/// is no whole number of seconds from 0 on.
Result<void> write_rating(const SourceLines& lines, std::string_view user, std::string_view item,
                          std::string_view rating, std::string_view timestamp, CsvWriter& table);

/// Writes a row of movie_schema(). title: with the year; genres: joined with '|', or empty. Errors: as write_rating().
Result<void> write_movie(const SourceLines& lines, std::string_view item, std::string_view title,
                         std::string_view genres, CsvWriter& table);

/// Writes a row of viewer_schema(). age: a whole number, or empty. Errors: as write_rating().
Result<void> write_viewer(const SourceLines& lines, std::string_view user, std::string_view age,
                          std::string_view gender, std::string_view occupation, std::string_view zip, CsvWriter& table);

/// Accepts an id of 1 to 256 characters. Errors: invalid_input at the line that `lines` read last.
Result<void> check_id(const SourceLines& lines, std::string_view what, std::string_view id);

/// Writes items.csv from movies.dat and, where there is a users.dat, users.csv. Shared by 1M and its sequence form.
Result<void> write_1m_metadata(const std::filesystem::path& folder, NewDatasetFolder& target,
                               ConversionSummary& summary);

}  // namespace pocketrec
