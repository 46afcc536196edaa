#pragma once

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "model/model.h"
#include "model_generated.h"
#include "packing/pack_model.h"

namespace pocketrec {

/// A packed model for changing one thing: everything is reached through the file's own metadata, and the hash is made
/// right again before it is opened, so that only the change itself can be the reason for a refusal.
class DamagedModel {
 public:
  explicit DamagedModel(const ModelContents& contents) : file_(pack(contents)) {
    const auto header = read_file_header(std::as_const(file_).bytes());
    REQUIRE(header);
    metadata_length_ = header->metadata_length;
  }

  const format::Model& metadata() const { return *format::GetModel(file_.bytes().data() + kHeaderSize); }
  std::size_t size() const { return file_.bytes().size(); }
  std::size_t metadata_length() const { return metadata_length_; }
  std::span<std::byte> bytes() { return file_.bytes(); }

  /// Writes `value` over what `place`, a view into the file, points to.
  template <typename T>
  void write(const void* place, T value) {
    const std::ptrdiff_t offset = static_cast<const std::byte*>(place) - std::as_const(file_).bytes().data();
    REQUIRE((offset >= 0 && static_cast<std::size_t>(offset) + sizeof value <= size()));
    std::memcpy(file_.bytes().data() + offset, &value, sizeof value);
  }

  /// Writes entry i of a section of Ts.
  template <typename T>
  void write_entry(const format::Section* section, std::size_t i, T value) {
    REQUIRE((i + 1) * sizeof value <= section->length());
    write(file_.bytes().data() + section->offset() + i * sizeof value, value);
  }

  void move(const format::Section* section, std::uint64_t offset, std::uint64_t length) {
    write(section, format::Section(offset, length));
  }

  /// Writes a field that is stored in the table, which one with its default value is not.
  template <typename Table, typename T>
  void write_field(const Table* table, flatbuffers::voffset_t field, T value) {
    const auto* generic = reinterpret_cast<const flatbuffers::Table*>(table);
    REQUIRE(generic->GetAddressOf(field) != nullptr);
    write(generic->GetAddressOf(field), value);
  }

  /// Writes text of the same length over a string of the metadata.
  void write_text(const flatbuffers::String* string, std::string_view text) {
    REQUIRE(string->size() == text.size());
    for (std::size_t i = 0; i < text.size(); ++i) write(string->c_str() + i, text[i]);
  }

  /// Checks that the file is refused with exactly that message.
  void check_refused(const std::string& message) {
    write_file_header(file_.bytes(), static_cast<std::uint32_t>(metadata_length_));
    const auto opened = Model::open_bytes(std::as_const(file_).bytes());
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == ErrorCode::corrupt_model);
    CHECK(opened.error().message == "model file: " + message);
  }

 private:
  static PackedModel pack(const ModelContents& contents) {
    auto packed = pack_model(contents);
    if (!packed) FAIL(packed.error().message);
    return *std::move(packed);
  }

  PackedModel file_;
  std::size_t metadata_length_ = 0;
};

}  // namespace pocketrec
