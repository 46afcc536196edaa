#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/index_array.h"
#include "model/model.h"
#include "model/string_table.h"
#include "result/result.h"

namespace pocketrec {
namespace format {
struct Section;
struct Indexes;
struct Strings;
}  // namespace format

/// corrupt_model, "model file: <where>: expected <expected>, found <found>".
Error corrupt(const std::string& where, const std::string& expected, const std::string& found);

/// The lowest layer of opening a model: turns section entries of the metadata into views, each checked against the
/// bounds and invariants that schemas/model.fbs states. `where` names the place in error messages.
class SectionReader {
 public:
  /// file: the whole file, aligned to kSectionAlignment. metadata_end: first byte behind the metadata.
  SectionReader(std::span<const std::byte> file, std::size_t metadata_end) : file_(file), metadata_end_(metadata_end) {}

  /// Bytes of a section; a missing one is empty.
  Result<std::span<const std::byte>> bytes(const format::Section* section, const std::string& where);

  /// Array of fixed-size numbers with exactly `count` entries.
  template <typename T>
  Result<std::span<const T>> numbers(const format::Section* section, std::size_t count, const std::string& where) {
    const auto raw = bytes(section, where);
    if (!raw) return raw.error();
    if (raw->size() != std::uint64_t{count} * sizeof(T)) {
      return corrupt(where, std::to_string(count) + " entries of " + std::to_string(sizeof(T)) + " bytes",
                     std::to_string(raw->size()) + " bytes");
    }
    // By way of void, since sections are aligned for any T, which the compiler cannot know.
    return std::span<const T>(static_cast<const T*>(static_cast<const void*>(raw->data())), count);
  }

  /// Narrow unsigned integers, each below `bound`. A missing table is empty.
  Result<IndexArray> indexes(const format::Indexes* indexes, std::uint64_t bound, const std::string& where);

  /// count + 1 ascending positions, the first 0 and the last `end`.
  Result<IndexArray> offsets(const format::Indexes* indexes, std::size_t count, std::size_t end,
                             const std::string& where);

  /// A sorted table of UTF-8 strings. A missing table is empty.
  Result<StringTable> strings(const format::Strings* strings, const std::string& where);

  /// Every section that was read, with its size.
  std::vector<ModelSection>& sections() { return sections_; }

 private:
  std::span<const std::byte> file_;
  std::size_t metadata_end_;
  std::vector<ModelSection> sections_;
};

}  // namespace pocketrec
