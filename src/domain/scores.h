#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <vector>

#include "domain/scored_item.h"

namespace pocketrec {

/// What of the scores of a catalogue's items is the same for every request.
struct BaseScores {
  std::vector<Score> values;     ///< one an item
  std::vector<ItemIndex> order;  ///< all items in the order of ranks_before() by these scores
};

/// A score for every item of a catalogue: base scores, and what one request adds to those of the items it touches.
/// Starting, adding and looking through what was touched cost nothing for other items, so keep one a thread and use it
/// again. Must not outlive the base scores, except to be started anew.
class Scores {
 public:
  /// Forgets what was added; from now on every item has its score of `base`.
  void start(const BaseScores& base);

  /// Precondition: item < size().
  void add(ItemIndex item, Score value) {
    touch(item);
    values_[item] += value;
  }

  /// Makes the item one of touched(), with the score that it has. Precondition: item < size().
  void touch(ItemIndex item) {
    assert(item < size());
    if (is_touched_[item] != 0) return;
    // First, so that start() finds the item also when memory ends here.
    touched_.push_back(item);
    is_touched_[item] = 1;
    values_[item] = base_->values[item];
  }

  /// The same for every item: the way for what has a value for each. Returns touched().
  std::span<const ItemIndex> touch_all();

  /// Number of items. Precondition of this and what follows: started.
  std::size_t size() const { return base_->values.size(); }
  /// Precondition: item < size().
  Score operator[](ItemIndex item) const { return is_touched(item) ? values_[item] : base_->values[item]; }
  /// Precondition: item < size().
  bool is_touched(ItemIndex item) const { return is_touched_[item] != 0; }
  /// Each touched item once, in the order of first touch; the others have their base score. Good until the next item is
  /// touched.
  std::span<const ItemIndex> touched() const { return touched_; }
  const BaseScores& base() const { return *base_; }

  /// Goes over the scores of all items, in the order of rows.
  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Score;
    using difference_type = std::ptrdiff_t;
    using pointer = const Score*;
    using reference = Score;

    Iterator() = default;
    Iterator(const Scores& scores, std::size_t item) : scores_(&scores), item_(item) {}
    Score operator*() const { return (*scores_)[static_cast<ItemIndex>(item_)]; }
    Iterator& operator++() {
      ++item_;
      return *this;
    }
    Iterator operator++(int) {
      const Iterator before = *this;
      ++item_;
      return before;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const Scores* scores_ = nullptr;
    std::size_t item_ = 0;
  };
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, size()}; }

 private:
  const BaseScores* base_ = nullptr;
  std::vector<Score> values_;             ///< of touched items; what others have means nothing
  std::vector<std::uint8_t> is_touched_;  ///< by item
  std::vector<ItemIndex> touched_;
};

}  // namespace pocketrec
