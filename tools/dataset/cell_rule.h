#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dataset/problem.h"
#include "datasets/schema.h"

namespace pocketrec {

/// What is wrong with a cell.
struct CellFault {
  ProblemKind kind;
  std::string expected;  ///< for Problem::expected
};

/// The rules that the values of one column follow (contract/datasets-and-schemas.md §3, §5).
class CellRule {
 public:
  CellRule(const Field& field, DatasetType type);

  /// The worst fault of a cell, nothing when it has none. Does not allocate in that case.
  /// ascii: the text is known to be ASCII without NUL.
  std::optional<CellFault> check(std::string_view text, bool ascii) const;

 private:
  std::optional<CellFault> check_string(std::string_view text, bool ascii) const;
  std::optional<CellFault> check_number(std::string_view text) const;

  FieldType type_;
  bool nullable_;
  bool textual_;
  bool timestamp_;
  bool event_time_;                     ///< TIMESTAMP, for which dates before 1990 are suspicious
  std::size_t max_characters_;          ///< of a string
  std::int64_t min_value_ = INT64_MIN;  ///< documented range of an integer
  std::int64_t max_value_ = INT64_MAX;
};

}  // namespace pocketrec
