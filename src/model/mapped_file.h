#pragma once

#include <cstddef>
#include <filesystem>
#include <span>

#include "result/result.h"

namespace pocketrec {

/// A file mapped read-only and private. Owns the mapping; the descriptor is closed once it is mapped. The file must
/// not be written to or cut while it is mapped: a new one arrives by rename.
class MappedFile {
 public:
  /// Errors: resource_not_found when there is no such file; io when it is not a regular file (a symbolic link is
  /// refused too), is empty, or cannot be read.
  static Result<MappedFile> open(const std::filesystem::path& path);

  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  /// Page-aligned; valid as long as this object.
  std::span<const std::byte> bytes() const { return bytes_; }

 private:
  explicit MappedFile(std::span<const std::byte> bytes) : bytes_(bytes) {}

  std::span<const std::byte> bytes_;
};

}  // namespace pocketrec
