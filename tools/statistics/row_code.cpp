#include "statistics/row_code.h"

namespace pocketrec {
namespace {

void put(std::uint64_t value, std::string& bytes) {
  while (value >= 0x80) {
    bytes.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  bytes.push_back(static_cast<char>(value));
}

/// False at the end of the bytes, and for a number of more than 63 bits.
bool take(std::string_view& bytes, std::uint64_t& value) {
  value = 0;
  for (unsigned shift = 0; shift < 63; shift += 7) {
    if (bytes.empty()) return false;
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    value |= std::uint64_t{byte & 0x7FU} << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

}  // namespace

void RowEncoder::add(std::uint32_t index, std::int64_t sum) {
  put(index - last_, bytes_);
  put(static_cast<std::uint64_t>(sum), bytes_);
  last_ = index;
}

bool decode_row(std::string_view bytes, std::uint32_t entries, const AddSummand& add) {
  std::uint64_t index = 0;
  for (bool first = true; !bytes.empty(); first = false) {
    std::uint64_t distance = 0;
    std::uint64_t sum = 0;
    if (!take(bytes, distance) || !take(bytes, sum) || sum == 0) return false;
    if (distance >= entries || (distance == 0 && !first)) return false;
    index += distance;
    if (index >= entries) return false;
    add(static_cast<std::uint32_t>(index), static_cast<std::int64_t>(sum));
  }
  return true;
}

}  // namespace pocketrec
