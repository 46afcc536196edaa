#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "result/result.h"

namespace pocketrec {

/// Bytes that must not leak: in memory of their own between guard pages, kept out of core dumps, out of swap where the
/// system allows, and wiped when they go (libsodium's sodium_malloc). Move-only.
class Secret {
 public:
  /// Zero bytes, to be written through data(). Errors: io when there is no memory.
  static Result<Secret> of_size(std::size_t size);
  /// The bytes of both, one after the other. Errors: as of_size().
  static Result<Secret> join(std::string_view first, std::string_view second);

  [[nodiscard]] char* data() { return bytes_.get(); }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Valid as long as the secret; wherever it is copied to must be wiped.
  [[nodiscard]] std::string_view view() const { return {bytes_.get(), size_}; }

 private:
  struct Free {
    void operator()(char* bytes) const;
  };

  Secret(char* bytes, std::size_t size) : bytes_(bytes), size_(size) {}

  std::unique_ptr<char, Free> bytes_;
  std::size_t size_;
};

}  // namespace pocketrec
