#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>

namespace pocketrec {

/// Zeroed float32 values on a 64-byte boundary, so that no vector load straddles two cache lines. Owns them; can be
/// moved, not copied.
class FloatBuffer {
 public:
  FloatBuffer() = default;

  /// Throws std::bad_alloc, as a vector would.
  explicit FloatBuffer(std::size_t size) : size_(size) {
    if (size == 0) return;
    const std::size_t bytes = (size * sizeof(float) + 63) / 64 * 64;
    values_.reset(static_cast<float*>(std::aligned_alloc(64, bytes)));
    if (!values_) throw std::bad_alloc();
    std::fill_n(values_.get(), size, 0.0F);
  }

  FloatBuffer(FloatBuffer&& other) noexcept : size_(std::exchange(other.size_, 0)), values_(std::move(other.values_)) {}
  FloatBuffer& operator=(FloatBuffer&& other) noexcept {
    size_ = std::exchange(other.size_, 0);
    values_ = std::move(other.values_);
    return *this;
  }
  ~FloatBuffer() = default;

  std::size_t size() const { return size_; }
  float* data() { return values_.get(); }
  const float* data() const { return values_.get(); }

 private:
  struct Free {
    void operator()(float* values) const { std::free(values); }
  };

  std::size_t size_ = 0;
  std::unique_ptr<float, Free> values_;
};

}  // namespace pocketrec
