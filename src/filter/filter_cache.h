#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "domain/item_mask.h"

namespace pocketrec {

/// Which items the tests of filters on their columns chose before. Good for one catalogue as it is: a new one, and
/// every PutItems makes one, needs a cache of its own. Bounded: the test that was not asked for the longest is
/// forgotten first. Thread-safe.
class FilterCache {
 public:
  /// max_bytes: of masks; one is an eighth of a byte an item. A catalogue of which not one fits has no cache.
  explicit FilterCache(std::size_t max_bytes = 4U << 20U) : max_bytes_(max_bytes) {}

  /// test: all that decides which items it chooses, as text. nullptr: not known.
  std::shared_ptr<const ItemMask> find(std::string_view test);
  void insert(std::string test, std::shared_ptr<const ItemMask> items);

 private:
  struct Entry {
    std::string test;
    std::shared_ptr<const ItemMask> items;
  };

  std::size_t max_bytes_;
  std::mutex mutex_;
  std::size_t bytes_ = 0;
  std::list<Entry> latest_first_;
  std::unordered_map<std::string_view, std::list<Entry>::iterator> entries_;  // keys point into the list
};

}  // namespace pocketrec
