#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "dataset/hash_counts.h"
#include "datasets/schema.h"

namespace pocketrec {

/// What is counted of one column of a dataset.
class ColumnStatistics {
 public:
  /// Distinct values are counted up to this number.
  static constexpr std::size_t kMaxDistinct = 10000;

  explicit ColumnStatistics(Field field) : field_(std::move(field)) {}

  /// Counts a cell. Of a categorical column each value between '|' is one.
  void add(std::string_view cell);

  const Field& field() const { return field_; }
  std::uint64_t rows() const { return rows_; }
  std::uint64_t filled() const { return filled_; }

  /// Part of the rows that is not null, 0 to 1; 1 when there are no rows.
  double completeness() const { return rows_ == 0 ? 1.0 : static_cast<double>(filled_) / static_cast<double>(rows_); }

  /// Number of distinct values, told by their hashes; kMaxDistinct + 1 stands for any larger number.
  std::size_t distinct() const { return values_.size(); }
  bool distinct_is_exact() const { return distinct() <= kMaxDistinct; }

 private:
  void add_value(std::string_view value);

  Field field_;
  std::uint64_t rows_ = 0;
  std::uint64_t filled_ = 0;
  HashSet values_;
};

}  // namespace pocketrec
