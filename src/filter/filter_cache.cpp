#include "filter/filter_cache.h"

#include <utility>

namespace pocketrec {
namespace {

std::size_t bytes_of(const std::string& test, const ItemMask& items) {
  constexpr std::size_t kOfTheTables = 200;
  return test.size() + items.size() / 8 + kOfTheTables;
}

}  // namespace

std::shared_ptr<const ItemMask> FilterCache::find(std::string_view test) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(test);
  if (found == entries_.end()) return nullptr;
  latest_first_.splice(latest_first_.begin(), latest_first_, found->second);
  return found->second->items;
}

void FilterCache::insert(std::string test, std::shared_ptr<const ItemMask> items) {
  const std::size_t bytes = bytes_of(test, *items);
  if (bytes > max_bytes_) return;
  const std::lock_guard lock(mutex_);
  if (entries_.contains(test)) return;  // another thread was faster
  latest_first_.push_front({std::move(test), std::move(items)});
  entries_.emplace(latest_first_.front().test, latest_first_.begin());
  bytes_ += bytes;
  while (bytes_ > max_bytes_) {
    const Entry& oldest = latest_first_.back();
    bytes_ -= bytes_of(oldest.test, *oldest.items);
    entries_.erase(oldest.test);
    latest_first_.pop_back();
  }
}

}  // namespace pocketrec
