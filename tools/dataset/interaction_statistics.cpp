#include "dataset/interaction_statistics.h"

#include <algorithm>
#include <vector>

#include "dataset/hash64.h"

namespace pocketrec {

void InteractionStatistics::add(std::string_view user, std::string_view item, std::string_view event_type,
                                std::optional<std::int64_t> timestamp) {
  ++rows_;
  if (!user.empty()) users_.add(hash64(user));
  if (!item.empty()) items_.insert(hash64(item));
  if (!event_type.empty()) {
    if (const auto known = event_types_.find(event_type); known != event_types_.end()) {
      ++known->second;
    } else if (event_types_.size() < kMaxEventTypes) {
      event_types_.emplace(event_type, 1);
    } else {
      ++other_event_types_;
    }
  }
  if (timestamp) {
    first_ = std::min(first_.value_or(*timestamp), *timestamp);
    last_ = std::max(last_.value_or(*timestamp), *timestamp);
  }
}

InteractionStatistics::PerUser InteractionStatistics::per_user() const {
  PerUser result;
  std::vector<std::uint32_t> counts = users_.counts();
  if (counts.empty()) return result;
  const auto middle = counts.begin() + static_cast<std::ptrdiff_t>(counts.size() / 2);
  std::nth_element(counts.begin(), middle, counts.end());
  result.median = *middle;
  if (counts.size() % 2 == 0) result.median = (result.median + *std::max_element(counts.begin(), middle)) / 2;
  const auto [min, max] = std::minmax_element(counts.begin(), counts.end());
  result.min = *min;
  result.max = *max;
  result.with_two = static_cast<std::size_t>(std::ranges::count_if(counts, [](std::uint32_t n) { return n >= 2; }));
  return result;
}

double InteractionStatistics::density() const {
  if (users() == 0 || items() == 0) return 0;
  return static_cast<double>(rows_) / (static_cast<double>(users()) * static_cast<double>(items()));
}

}  // namespace pocketrec
