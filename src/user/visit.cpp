#include "user/visit.h"

#include <algorithm>
#include <cstddef>

namespace pocketrec {

Visit current_visit(std::span<const Interaction> events, std::chrono::milliseconds idle, Timestamp now) {
  const bool is_user = std::ranges::any_of(events, [](const Interaction& event) { return !event.user_id.empty(); });
  if (is_user || events.empty()) return {events, std::nullopt};
  const Timestamp ends = events.back().sent_at + idle;
  if (now > ends) return {{}, std::nullopt};
  std::size_t first = events.size() - 1;
  while (first > 0 && events[first].sent_at - events[first - 1].sent_at <= idle) --first;
  return {events.subspan(first), ends};
}

}  // namespace pocketrec
