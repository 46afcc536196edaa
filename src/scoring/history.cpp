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
  std::vector<std::uint32_t> place(n_items, 0);  // 1 + position in history.items
  for (const WeightedItem& event : events) {
    if (place[event.item] == 0) {
      history.items.push_back(event);
      place[event.item] = static_cast<std::uint32_t>(history.items.size());
    } else if (WeightedItem& item = history.items[place[event.item] - 1];
               std::abs(event.weight) > std::abs(item.weight)) {
      item.weight = event.weight;
    }
  }
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

std::int64_t part_weight(const ScorePart& part, const History& history) {
  double weight = part.weight;
  if (part.fade > 0) weight /= 1 + static_cast<double>(history.items.size()) / part.fade;
  return std::lround(std::ldexp(weight, kPartWeightFractionBits));
}

}  // namespace pocketrec
