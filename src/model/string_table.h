#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "model/index_array.h"

namespace pocketrec {

/// A view of strings in ascending byte order without repetition. Points into the mapped model file.
class StringTable {
 public:
  StringTable() = default;
  /// offsets: size + 1 ascending byte positions into `bytes`.
  StringTable(IndexArray offsets, const char* bytes) : offsets_(offsets), bytes_(bytes) {}

  std::size_t size() const { return offsets_.empty() ? 0 : offsets_.size() - 1; }

  /// Precondition: i < size().
  std::string_view operator[](std::size_t i) const {
    return {bytes_ + offsets_[i], static_cast<std::size_t>(offsets_[i + 1] - offsets_[i])};
  }

  /// Position of `text`, by binary search; nothing when it is not there.
  std::optional<std::uint32_t> find(std::string_view text) const;

 private:
  IndexArray offsets_;
  const char* bytes_ = nullptr;
};

}  // namespace pocketrec
