#include "training/event_groups.h"

#include <cassert>

namespace pocketrec {

EventGroups group_events(std::span<const std::uint32_t> user, std::span<const ItemIndex> item,
                         std::span<const std::int64_t> time, std::optional<std::int64_t> seconds,
                         std::uint32_t n_items) {
  assert(user.size() == item.size() && time.size() == item.size());
  EventGroups groups;
  groups.n_items = n_items;
  std::size_t first = 0;
  for (std::size_t i = 0; i < item.size(); ++i) {
    // Unsigned, so that times at the ends of the range don't overflow; the difference itself is never negative.
    const std::uint64_t age = static_cast<std::uint64_t>(time[i]) - static_cast<std::uint64_t>(time[first]);
    const bool starts = i == 0 || user[i] != user[first] || (seconds && age > static_cast<std::uint64_t>(*seconds));
    if (starts) {
      if (i > 0) groups.begin.push_back(groups.item.size());
      first = i;
    } else if (groups.item.back() == item[i]) {
      continue;
    }
    groups.item.push_back(item[i]);
  }
  if (!item.empty()) groups.begin.push_back(groups.item.size());
  return groups;
}

}  // namespace pocketrec
