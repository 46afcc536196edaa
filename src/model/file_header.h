#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "result/result.h"

namespace pocketrec {

/// Newest revision of schemas/model.fbs that this program reads.
inline constexpr std::uint32_t kFormatRevision = 2;

/// The oldest revision, of files without rules on lists, and the one that has them.
inline constexpr std::uint32_t kFirstRevision = 1;
inline constexpr std::uint32_t kRulesRevision = 2;

/// Sections and the metadata start at multiples of this.
inline constexpr std::size_t kSectionAlignment = 64;

/// Size of the header in bytes; the metadata starts there.
inline constexpr std::size_t kHeaderSize = 64;

/// Hash of a whole model file, BLAKE2b-256. Names the model.
using ModelHash = std::array<std::byte, 32>;

/// The fixed part at the start of a model file (schemas/README.md).
struct FileHeader {
  std::uint32_t revision = kFormatRevision;
  std::uint32_t metadata_length = 0;  ///< bytes
  std::uint64_t file_length = 0;      ///< bytes
  ModelHash hash{};
};

/// Reads the header of a whole file and checks it against the file: length, magic, revision, hash.
/// Errors: corrupt_model, or unsupported_model for a newer revision; the message says what was expected and found.
Result<FileHeader> read_file_header(std::span<const std::byte> file);

/// Fills in the header of an otherwise complete file, hash included. revision: the oldest that has all that is in the
/// file. Precondition: file.size() >= kHeaderSize.
void write_file_header(std::span<std::byte> file, std::uint32_t metadata_length,
                       std::uint32_t revision = kFirstRevision);

/// Bytes as lower-case hexadecimal digits, two a byte.
std::string to_hex(std::span<const std::byte> bytes);

}  // namespace pocketrec
