#include "store/recent_event_ids.h"

namespace pocketrec {
namespace {

constexpr std::uint32_t kNone = 0xFFFF'FFFF;

}  // namespace

RecentEventIds::RecentEventIds() : heads_(kCapacity, kNone) {}

std::uint64_t RecentEventIds::key(bool known, std::int64_t visitor, std::string_view event_id) {
  // FNV-1a over the text, then the mixer of SplitMix64 so that the low bits, which choose the head, depend on all.
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : event_id) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  hash ^= static_cast<std::uint64_t>(visitor) * 2 + (known ? 1 : 0);
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
  return hash ^ (hash >> 31);
}

std::uint32_t& RecentEventIds::head(std::uint64_t key) {
  return heads_[key % kCapacity];
}

void RecentEventIds::forget(std::uint32_t oldest) {
  std::uint32_t* link = &head(ring_[oldest].key);
  while (*link != oldest) link = &ring_[*link].next;
  *link = ring_[oldest].next;
}

void RecentEventIds::add(std::uint64_t key, std::int64_t sequence) {
  std::size_t place = ring_.size();
  if (place == kCapacity) {
    place = place_;
    place_ = (place_ + 1) % kCapacity;
    forget(static_cast<std::uint32_t>(place));
  } else {
    ring_.emplace_back();
  }
  ring_[place] = {key, sequence, head(key)};
  head(key) = static_cast<std::uint32_t>(place);
}

std::vector<std::int64_t> RecentEventIds::find(std::uint64_t key) const {
  std::vector<std::int64_t> found;
  for (std::uint32_t at = heads_[key % kCapacity]; at != kNone; at = ring_[at].next) {
    if (ring_[at].key == key) found.push_back(ring_[at].sequence);
  }
  return found;
}

}  // namespace pocketrec
