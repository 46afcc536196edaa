#include "model/section_reader.h"

#include "domain/utf8.h"
#include "model_generated.h"

namespace pocketrec {

Error corrupt(const std::string& where, const std::string& expected, const std::string& found) {
  return {ErrorCode::corrupt_model, "model file: " + where + ": expected " + expected + ", found " + found};
}

Result<std::span<const std::byte>> SectionReader::bytes(const format::Section* section, const std::string& where) {
  if (section == nullptr || section->length() == 0) return std::span<const std::byte>{};
  const std::uint64_t offset = section->offset();
  const std::uint64_t length = section->length();
  if (offset % kSectionAlignment != 0 || offset < metadata_end_ || offset > file_.size() ||
      length > file_.size() - offset) {
    return corrupt(where,
                   "a section at a multiple of 64 between " + std::to_string(metadata_end_) + " and " +
                       std::to_string(file_.size()),
                   std::to_string(length) + " bytes at " + std::to_string(offset));
  }
  sections_.push_back({where, length});
  return file_.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(length));
}

Result<IndexArray> SectionReader::indexes(const format::Indexes* indexes, std::uint64_t bound,
                                          const std::string& where) {
  if (indexes == nullptr) return IndexArray{};
  const unsigned width = indexes->width();
  if (width != 1 && width != 2 && width != 4) {
    return corrupt(where, "a width of 1, 2 or 4 bytes", std::to_string(width));
  }
  const auto raw = bytes(indexes->values(), where);
  if (!raw) return raw.error();
  if (raw->size() % width != 0) {
    return corrupt(where, "a multiple of " + std::to_string(width) + " bytes", std::to_string(raw->size()));
  }
  const IndexArray array(raw->data(), raw->size() / width, width);
  for (std::size_t i = 0; i < array.size(); ++i) {
    if (array[i] >= bound) {
      return corrupt(where, "entries below " + std::to_string(bound),
                     std::to_string(array[i]) + " at " + std::to_string(i));
    }
  }
  return array;
}

Result<IndexArray> SectionReader::offsets(const format::Indexes* indexes, std::size_t count, std::size_t end,
                                          const std::string& where) {
  auto array = this->indexes(indexes, std::uint64_t{end} + 1, where);
  if (!array) return array.error();
  if (array->size() != count + 1) {
    return corrupt(where, std::to_string(count + 1) + " positions", std::to_string(array->size()));
  }
  for (std::size_t i = 0; i < count; ++i) {
    if ((*array)[i] > (*array)[i + 1]) {
      return corrupt(where, "ascending positions",
                     std::to_string((*array)[i]) + " before " + std::to_string((*array)[i + 1]));
    }
  }
  if ((*array)[0] != 0 || (*array)[count] != end) {
    return corrupt(where, "positions from 0 to " + std::to_string(end),
                   std::to_string((*array)[0]) + " to " + std::to_string((*array)[count]));
  }
  return *array;
}

Result<StringTable> SectionReader::strings(const format::Strings* strings, const std::string& where) {
  if (strings == nullptr) return StringTable{};
  const auto raw = bytes(strings->bytes(), where + " text");
  if (!raw) return raw.error();
  const auto* positions = strings->offsets();
  const std::size_t width = positions->width();
  const std::uint64_t length = positions->values() == nullptr ? 0 : positions->values()->length();
  if (length < width || width == 0) return corrupt(where, "at least one position", "none");
  const auto count = static_cast<std::size_t>(length / width - 1);
  const auto offsets = this->offsets(positions, count, raw->size(), where + " positions");
  if (!offsets) return offsets.error();
  const StringTable table(*offsets, reinterpret_cast<const char*>(raw->data()));
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (!is_utf8(table[i])) return corrupt(where, "UTF-8", "other bytes in entry " + std::to_string(i));
    if (i > 0 && !(table[i - 1] < table[i])) {
      return corrupt(where, "strings in ascending order", "entry " + std::to_string(i) + " not above the one before");
    }
  }
  return table;
}

}  // namespace pocketrec
