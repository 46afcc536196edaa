#include "dataset/column_statistics.h"

#include "dataset/hash64.h"

namespace pocketrec {

void ColumnStatistics::add(std::string_view cell) {
  ++rows_;
  if (cell.empty()) return;
  ++filled_;
  if (!distinct_is_exact()) return;
  if (!field_.categorical) return add_value(cell);
  while (true) {
    const std::size_t end = cell.find('|');
    add_value(cell.substr(0, end));
    if (end == std::string_view::npos) return;
    cell.remove_prefix(end + 1);
  }
}

void ColumnStatistics::add_value(std::string_view value) {
  if (!value.empty() && distinct_is_exact()) values_.insert(hash64(value));
}

}  // namespace pocketrec
