#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>

namespace pocketrec {

/// How many items of a list have each value of one column, and at most so many.
class CapCounts {
 public:
  /// most: at least 1.
  explicit CapCounts(std::uint32_t most) : most_(most) {}

  /// The first of an item's values for which there is no room; nothing when there is room for all.
  std::optional<std::uint64_t> full_value(std::span<const std::uint64_t> values) const;

  /// Counts an item for each of its values. values: each once. Precondition: !full_value(values).
  void add(std::span<const std::uint64_t> values);

 private:
  std::uint32_t most_;
  std::unordered_map<std::uint64_t, std::uint32_t> counts_;
};

}  // namespace pocketrec
