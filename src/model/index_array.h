#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace pocketrec {

/// A view of `size` unsigned integers, each 1, 2 or 4 bytes little-endian: as narrow as the largest value allows.
/// Points into the mapped model file and lives no longer than the Model.
class IndexArray {
 public:
  IndexArray() = default;
  /// Precondition: `data` holds size × width bytes, width is 1, 2 or 4.
  IndexArray(const std::byte* data, std::size_t size, unsigned width) : data_(data), size_(size), width_(width) {}

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  /// Bytes of one entry.
  unsigned width() const { return width_; }

  /// Integers of one width, read without asking for it each time.
  template <typename Integer>
  struct Cells {
    const std::byte* data;

    std::uint32_t operator[](std::size_t i) const {
      Integer value;
      std::memcpy(&value, data + sizeof(Integer) * i, sizeof(Integer));
      return value;
    }
  };

  /// Calls visit with the Cells of the array's width, for loops over many entries.
  template <typename Visitor>
  decltype(auto) visit(Visitor&& visitor) const {
    switch (width_) {
      case 1:
        return visitor(Cells<std::uint8_t>{data_});
      case 2:
        return visitor(Cells<std::uint16_t>{data_});
      default:
        return visitor(Cells<std::uint32_t>{data_});
    }
  }

  /// Precondition: i < size().
  std::uint32_t operator[](std::size_t i) const {
    assert(i < size_);
    switch (width_) {
      case 1:
        return std::to_integer<std::uint32_t>(data_[i]);
      case 2: {
        std::uint16_t value;
        std::memcpy(&value, data_ + 2 * i, 2);
        return value;
      }
      default: {
        std::uint32_t value;
        std::memcpy(&value, data_ + 4 * i, 4);
        return value;
      }
    }
  }

 private:
  const std::byte* data_ = nullptr;
  std::size_t size_ = 0;
  unsigned width_ = 1;
};

}  // namespace pocketrec
