#include "scoring/history.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "domain/portable_exp.h"

namespace pocketrec {

History make_history(std::span<const WeightedItem> events, std::size_t n_items) {
  History history;
  events = events.first(std::min(events.size(), kMaxHistory));
  history.events.assign(events.begin(), events.end());
  // By item, 1 + position in history.items; all 0 between calls, so that a call costs its events and not the catalogue.
  thread_local std::vector<std::uint32_t> place;
  if (place.size() < n_items) place.resize(n_items, 0);
  // Before the first place is taken: memory that ended below would leave places behind.
  history.items.reserve(events.size());
  for (const WeightedItem& event : events) {
    if (place[event.item] == 0) {
      history.items.push_back(event);
      place[event.item] = static_cast<std::uint32_t>(history.items.size());
    } else if (WeightedItem& item = history.items[place[event.item] - 1];
               std::abs(event.weight) > std::abs(item.weight)) {
      item.weight = event.weight;
    }
  }
  for (const WeightedItem& item : history.items) place[item.item] = 0;
  return history;
}

void weigh_history(const History& history, const ScorePart& part, std::vector<WeightedItem>& out) {
  const std::vector<WeightedItem>& all = part.time_scale > 0 ? history.events : history.items;
  const std::size_t count = part.window == 0 ? all.size() : std::min<std::size_t>(all.size(), part.window);
  out.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
  if (part.time_scale <= 0) return;
  for (std::size_t age = 0; age < count; ++age) {
    const double decayed = out[age].weight * portable_exp(-static_cast<double>(age) / part.time_scale);
    out[age].weight = static_cast<std::int32_t>(std::lround(decayed));
  }
  std::erase_if(out, [](const WeightedItem& entry) { return entry.weight == 0; });
}

}  // namespace pocketrec
