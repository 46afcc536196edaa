#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pocketrec {

/// A sparse row of sums over an index, one at a time; memory for the whole index, so reuse it. Sums are integers, so
/// that they are the same in any order, and sums of parts of the data add up to those of the whole.
class SumRow {
 public:
  explicit SumRow(std::size_t size) : sum_(size, 0) {}

  std::size_t size() const { return sum_.size(); }

  void clear() {
    for (const std::uint32_t index : touched_) sum_[index] = 0;
    touched_.clear();
  }

  /// Preconditions: index < size(), value > 0, and the sum stays below 2^63.
  void add(std::uint32_t index, std::int64_t value) {
    if (sum_[index] == 0) touched_.push_back(index);
    sum_[index] += value;
  }

  std::int64_t operator[](std::size_t index) const { return sum_[index]; }

  /// Indexes with a sum, in the order in which they came.
  std::span<const std::uint32_t> touched() const { return touched_; }

 private:
  std::vector<std::int64_t> sum_;
  std::vector<std::uint32_t> touched_;
};

}  // namespace pocketrec
