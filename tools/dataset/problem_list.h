#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "dataset/problem.h"

namespace pocketrec {

/// All problems of one kind in one column of one file.
struct ProblemGroup {
  ProblemKind kind = ProblemKind::wrong_type;
  std::string file;
  std::string column;  ///< empty when the problems are of whole lines
  std::uint64_t count = 0;
  bool count_is_exact = true;  ///< false: an estimate, see RepeatedRows
  std::vector<Problem> first;  ///< the first kMaxPlaces of them, in the order of the file
};

/// Collects problems by kind and column. Memory depends on the number of columns, not of problems.
class ProblemList {
 public:
  static constexpr std::size_t kMaxPlaces = 5;

  void add(Problem problem);

  /// Replaces the count of a kind in a file, where it was not counted one by one. No effect on a kind without problems.
  void set_count(ProblemKind kind, std::string_view file, std::uint64_t count, bool exact);

  /// Errors first, then warnings and notes; by kind, then in the order in which they came.
  std::vector<ProblemGroup> sorted() const;

 private:
  ProblemGroup& group_of(const Problem& problem);

  std::vector<ProblemGroup> groups_;
};

}  // namespace pocketrec
