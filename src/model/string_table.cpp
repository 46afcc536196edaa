#include "model/string_table.h"

namespace pocketrec {

std::optional<std::uint32_t> StringTable::find(std::string_view text) const {
  std::size_t low = 0;
  std::size_t high = size();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if ((*this)[middle] < text) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == size() || (*this)[low] != text) return std::nullopt;
  return static_cast<std::uint32_t>(low);
}

}  // namespace pocketrec
