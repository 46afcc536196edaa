#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "training/counted_sums.h"

namespace pocketrec {

/// A row of sums as bytes: for each index, ascending, the distance from the one before (the first from 0) and the sum,
/// both as LEB128 (DWARF 5, §7.6).
class RowEncoder {
 public:
  /// Preconditions: index is above the one before, sum is above 0.
  void add(std::uint32_t index, std::int64_t sum);

  const std::string& bytes() const { return bytes_; }

  void clear() {
    bytes_.clear();
    last_ = 0;
  }

 private:
  std::string bytes_;
  std::uint32_t last_ = 0;
};

/// Calls add for each entry of a row. False for bytes that RowEncoder did not make of indexes below `entries`; add was
/// then called for those before the fault.
bool decode_row(std::string_view bytes, std::uint32_t entries, const AddSummand& add);

}  // namespace pocketrec
