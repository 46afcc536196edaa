#include "engine/shown_lists.h"

#include <utility>

namespace pocketrec {

void ShownLists::remember(const std::string& recommendation_id, const std::vector<PredictedItem>& items) {
  const std::lock_guard lock(mutex_);
  if (by_id_.contains(recommendation_id)) return;
  std::string ids;
  for (const PredictedItem& item : items) {
    if (item.item_id.find('|') != std::string::npos) continue;
    if (!ids.empty()) ids += '|';
    ids += item.item_id;
  }
  bytes_ += recommendation_id.size() + ids.size();
  const List& list = lists_.emplace_back(List{recommendation_id, std::move(ids)});
  by_id_.emplace(list.recommendation_id, &list);
  while (bytes_ > kBytes) {
    const List& oldest = lists_.front();
    bytes_ -= oldest.recommendation_id.size() + oldest.items.size();
    by_id_.erase(oldest.recommendation_id);
    lists_.pop_front();
  }
}

std::optional<std::string> ShownLists::find(std::string_view recommendation_id) const {
  const std::lock_guard lock(mutex_);
  const auto found = by_id_.find(recommendation_id);
  if (found == by_id_.end()) return std::nullopt;
  return found->second->items;
}

}  // namespace pocketrec
