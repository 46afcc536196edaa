#include "packing/section_writer.h"

#include <algorithm>

namespace pocketrec {
namespace {

template <typename Narrow>
format::Section add_narrow(SectionWriter& sections, std::span<const std::uint32_t> values) {
  std::vector<Narrow> narrow(values.size());
  std::transform(values.begin(), values.end(), narrow.begin(), [](std::uint32_t v) { return static_cast<Narrow>(v); });
  return sections.add(std::span<const Narrow>(narrow));
}

}  // namespace

format::Section SectionWriter::add_bytes(std::span<const std::byte> bytes) {
  const format::Section section(first_offset_ + bytes_.size(), bytes.size());
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  bytes_.resize((bytes_.size() + kSectionAlignment - 1) / kSectionAlignment * kSectionAlignment);
  return section;
}

flatbuffers::Offset<format::Indexes> add_indexes(flatbuffers::FlatBufferBuilder& builder, SectionWriter& sections,
                                                 std::span<const std::uint32_t> values) {
  const std::uint32_t largest = values.empty() ? 0 : *std::max_element(values.begin(), values.end());
  const std::uint8_t width = largest < 0x100 ? 1 : largest < 0x10000 ? 2 : 4;
  const format::Section section = width == 1   ? add_narrow<std::uint8_t>(sections, values)
                                  : width == 2 ? add_narrow<std::uint16_t>(sections, values)
                                               : sections.add(values);
  return format::CreateIndexes(builder, width, &section);
}

flatbuffers::Offset<format::Strings> add_strings(flatbuffers::FlatBufferBuilder& builder, SectionWriter& sections,
                                                 const std::vector<std::string>& strings) {
  std::vector<std::uint32_t> offsets = {0};
  std::string text;
  for (const std::string& string : strings) {
    text += string;
    offsets.push_back(static_cast<std::uint32_t>(text.size()));
  }
  const auto positions = add_indexes(builder, sections, offsets);
  const format::Section bytes = sections.add(std::span<const char>(text));
  return format::CreateStrings(builder, positions, &bytes);
}

}  // namespace pocketrec
