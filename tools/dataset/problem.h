#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pocketrec {

/// How much a problem matters: errors keep a data set from being trained on; warnings make what is trained worse than
/// it could be; notes are good to know.
enum class Severity { error, warning, note };

/// "error", "warning", "note".
std::string_view severity_name(Severity severity);

/// What can be wrong with a data set (contract/datasets-and-schemas.md §3 to §8).
enum class ProblemKind {
  // errors
  missing_file,     ///< the folder has no interactions.csv
  unreadable_file,  ///< a file that cannot be read to its end, has no header, or is not UTF-8 from its first bytes
  bad_schema,       ///< a schema file that breaks a rule of §2, §3
  bad_filters,      ///< a filters.json of another form
  bad_rules,        ///< a rules.json of another form, or of columns that are not there
  missing_column,   ///< a schema field without its column
  repeated_column,  ///< two columns of one name
  malformed_line,   ///< a quote that does not close, or text behind it
  long_line,        ///< a line over the limit of the reader
  cell_count,       ///< more or fewer cells than columns
  invalid_text,     ///< a value that is not UTF-8, or has a NUL
  empty_value,      ///< null in a field that is not null-able
  wrong_type,       ///< text that is no value of the field's type
  long_value,       ///< over 256 characters of an id, 1000 of another string
  timestamp_unit,   ///< milliseconds or smaller units where seconds are due
  // warnings
  repeated_record,       ///< a second record with the same id; the last one counts
  repeated_interaction,  ///< an interaction equal to one before it in every field; it is not trained on
  timestamp_range,       ///< before 1990 or after 2099
  value_range,           ///< a reserved number outside the documented range
  cut_text,              ///< a textual value that is only read up to its 20000th character
  unknown_user,          ///< an interaction of a user without a record
  unknown_item,          ///< an interaction with an item without a record
  unknown_action,        ///< an interaction with an action without a record
  reserved_word,         ///< the name of a reserved field as a value
  sparse_column,         ///< a null-able column that is filled in less than 70 % of the rows
  // notes
  extra_column,      ///< a column that the schema does not have; it is not read
  unused_file,       ///< a CSV or schema file whose name means nothing here
  many_categories,   ///< more than 1000 distinct values in a categorical column
  few_interactions,  ///< fewer than the 1000 that Amazon Personalize asks for
  few_users,         ///< fewer than the 25 users with two interactions that Amazon Personalize asks for
};

/// Severity of a kind: part of its meaning.
Severity severity_of(ProblemKind kind);

/// The kind in words: "wrong type". With '_' for ' ' it is the kind's name in JSON.
std::string_view problem_name(ProblemKind kind);

/// Something wrong at a place of a data set.
struct Problem {
  ProblemKind kind = ProblemKind::wrong_type;
  std::string file;        ///< name inside the folder
  std::uint64_t line = 0;  ///< 1 is the header; 0: the file as a whole
  std::string column;      ///< name; empty: the line as a whole
  std::string value;       ///< what came, an excerpt; empty when there is nothing to show
  std::string expected;    ///< what was expected, without the word; empty: value says all of it
};

/// "interactions.csv:17: TIMESTAMP: expected long, got "abc"".
std::string to_text(const Problem& problem);

/// The part of to_text() behind the place: "expected long, got "abc"".
std::string to_text_without_place(const Problem& problem);

/// The first error among problems; nullptr when there is none. Points into `problems`.
const Problem* first_error(const std::vector<Problem>& problems);

}  // namespace pocketrec
