#include "dataset/hash_counts.h"

#include <algorithm>
#include <cstdint>

namespace pocketrec {
namespace {

constexpr std::size_t kFirstSlotsOfHash = 16;

// 0 marks a free slot, so that the hash 0 has to be another.
std::uint64_t key_of(std::uint64_t hash) {
  return hash == 0 ? 1 : hash;
}

bool is_full(std::size_t size, std::size_t slots) {
  return size * 4 >= slots * 3;
}

// Where the key is, or the free slot where it belongs. Precondition: a slot is free.
std::size_t find_slot(const std::vector<std::uint64_t>& slots, std::uint64_t key) {
  // The high bits: those below decide about the sample of RepeatedRows.
  std::size_t slot = static_cast<std::size_t>(key >> 20) & (slots.size() - 1);
  while (slots[slot] != 0 && slots[slot] != key) slot = (slot + 1) & (slots.size() - 1);
  return slot;
}

}  // namespace

HashSet::HashSet() : slots_(kFirstSlotsOfHash) {}

std::size_t HashSet::slot_of(std::uint64_t key) const {
  return find_slot(slots_, key);
}

bool HashSet::insert(std::uint64_t hash) {
  const std::uint64_t key = key_of(hash);
  std::size_t slot = slot_of(key);
  if (slots_[slot] == key) return false;
  if (is_full(size_ + 1, slots_.size())) {
    rehash(slots_.size() * 2);
    slot = slot_of(key);
  }
  slots_[slot] = key;
  ++size_;
  return true;
}

bool HashSet::contains(std::uint64_t hash) const {
  return slots_[slot_of(key_of(hash))] != 0;
}

void HashSet::erase_with(std::uint64_t mask) {
  for (std::uint64_t& key : slots_) {
    if (key == 0 || (key & mask) == 0) continue;
    key = 0;
    --size_;
  }
  rehash(slots_.size());  // a freed slot would end the search for keys behind it
}

void HashSet::rehash(std::size_t slots) {
  std::vector<std::uint64_t> old(slots);
  old.swap(slots_);
  for (std::uint64_t key : old) {
    if (key != 0) slots_[slot_of(key)] = key;
  }
}

HashCounts::HashCounts() : slots_(kFirstSlotsOfHash), counts_(kFirstSlotsOfHash) {}

std::size_t HashCounts::slot_of(std::uint64_t key) const {
  return find_slot(slots_, key);
}

void HashCounts::add(std::uint64_t hash) {
  const std::uint64_t key = key_of(hash);
  std::size_t slot = slot_of(key);
  if (slots_[slot] == 0) {
    if (is_full(size_ + 1, slots_.size())) {
      const std::size_t size = slots_.size() * 2;
      std::vector<std::uint64_t> old(size);
      std::vector<std::uint32_t> old_counts(size);
      old.swap(slots_);
      old_counts.swap(counts_);
      for (std::size_t i = 0; i < old.size(); ++i) {
        if (old[i] == 0) continue;
        const std::size_t moved = slot_of(old[i]);
        slots_[moved] = old[i];
        counts_[moved] = old_counts[i];
      }
      slot = slot_of(key);
    }
    slots_[slot] = key;
    ++size_;
  }
  if (counts_[slot] != UINT32_MAX) ++counts_[slot];
}

std::vector<std::uint32_t> HashCounts::counts() const {
  std::vector<std::uint32_t> all;
  all.reserve(size_);
  std::ranges::copy_if(counts_, std::back_inserter(all), [](std::uint32_t count) { return count != 0; });
  return all;
}

bool RepeatedRows::add(std::uint64_t hash) {
  if ((hash & mask_) != 0) return false;
  if (!seen_.insert(hash)) {
    total_ += mask_ + 1;
    return true;
  }
  while (seen_.size() > limit_) {
    mask_ = mask_ * 2 + 1;
    seen_.erase_with(mask_);
  }
  return false;
}

}  // namespace pocketrec
