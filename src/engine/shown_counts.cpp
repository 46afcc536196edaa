#include "engine/shown_counts.h"

#include <utility>

namespace pocketrec {

ShownCounts::User& ShownCounts::user(const std::string& user_id) {
  if (const auto found = by_id_.find(user_id); found != by_id_.end()) {
    users_.splice(users_.begin(), users_, found->second);
    return users_.front();
  }
  users_.push_front({user_id, {}, {}});
  by_id_.emplace(users_.front().id, users_.begin());
  if (users_.size() > kUsers) {
    by_id_.erase(users_.back().id);
    users_.pop_back();
  }
  return users_.front();
}

void ShownCounts::add(const std::string& user_id, const std::vector<PredictedItem>& items) {
  const std::lock_guard lock(mutex_);
  User& shown_to = user(user_id);
  for (const PredictedItem& item : items) {
    if (const auto found = shown_to.by_id.find(item.item_id); found != shown_to.by_id.end()) {
      ++found->second->lists;
      shown_to.items.splice(shown_to.items.begin(), shown_to.items, found->second);
      continue;
    }
    shown_to.items.push_front({item.item_id, 1});
    shown_to.by_id.emplace(shown_to.items.front().id, shown_to.items.begin());
  }
  while (shown_to.items.size() > kItems) {
    shown_to.by_id.erase(shown_to.items.back().id);
    shown_to.items.pop_back();
  }
}

void ShownCounts::forget(std::string_view user_id, const std::string& item_id) {
  const std::lock_guard lock(mutex_);
  const auto shown_to = by_id_.find(user_id);
  if (shown_to == by_id_.end()) return;
  User& user = *shown_to->second;
  const auto found = user.by_id.find(item_id);
  if (found == user.by_id.end()) return;
  const auto item = found->second;
  user.by_id.erase(found);
  user.items.erase(item);
}

void ShownCounts::forget(std::string_view user_id) {
  const std::lock_guard lock(mutex_);
  const auto found = by_id_.find(user_id);
  if (found == by_id_.end()) return;
  const auto user = found->second;
  by_id_.erase(found);
  users_.erase(user);
}

std::vector<std::uint32_t> ShownCounts::of(std::string_view user_id,
                                           const std::vector<std::string_view>& item_ids) const {
  std::vector<std::uint32_t> counts(item_ids.size(), 0);
  const std::lock_guard lock(mutex_);
  const auto shown_to = by_id_.find(user_id);
  if (shown_to == by_id_.end()) return counts;
  for (std::size_t i = 0; i < item_ids.size(); ++i) {
    const auto found = shown_to->second->by_id.find(item_ids[i]);
    if (found != shown_to->second->by_id.end()) counts[i] = found->second->lists;
  }
  return counts;
}

}  // namespace pocketrec
