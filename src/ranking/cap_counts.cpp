#include "ranking/cap_counts.h"

#include <cassert>

namespace pocketrec {

std::optional<std::uint64_t> CapCounts::full_value(std::span<const std::uint64_t> values) const {
  for (const std::uint64_t value : values) {
    const auto count = counts_.find(value);
    if (count != counts_.end() && count->second >= most_) return value;
  }
  return std::nullopt;
}

void CapCounts::add(std::span<const std::uint64_t> values) {
  assert(!full_value(values));
  for (const std::uint64_t value : values) ++counts_[value];
}

}  // namespace pocketrec
