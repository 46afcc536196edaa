#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/file_header.h"
#include "model_generated.h"

namespace pocketrec {

/// Collects the bulk sections of a file in the order in which the metadata names them.
class SectionWriter {
 public:
  /// first_offset: where the first section starts in the file, a multiple of kSectionAlignment.
  explicit SectionWriter(std::uint64_t first_offset) : first_offset_(first_offset) {}

  /// Adds the numbers as they are and returns where they will stand.
  template <typename T>
  format::Section add(std::span<const T> values) {
    return add_bytes(std::as_bytes(values));
  }
  format::Section add_bytes(std::span<const std::byte> bytes);

  /// All sections with their padding.
  const std::vector<std::byte>& bytes() const { return bytes_; }

 private:
  std::uint64_t first_offset_;
  std::vector<std::byte> bytes_;
};

/// Adds the values in the narrowest width that holds the largest.
flatbuffers::Offset<format::Indexes> add_indexes(flatbuffers::FlatBufferBuilder& builder, SectionWriter& sections,
                                                 std::span<const std::uint32_t> values);

/// Adds a table of strings. Precondition: strictly ascending, less than 4 GiB in all.
flatbuffers::Offset<format::Strings> add_strings(flatbuffers::FlatBufferBuilder& builder, SectionWriter& sections,
                                                 const std::vector<std::string>& strings);

}  // namespace pocketrec
