#pragma once

#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "domain/item_index.h"

namespace pocketrec {

/// A set of catalogue rows, one bit each. Bits past size() are always zero.
class ItemMask {
 public:
  ItemMask() = default;

  /// size: rows of the catalogue; all of them in the set when `filled`, else none.
  explicit ItemMask(std::size_t size, bool filled = false)
      : size_(size), words_((size + 63) / 64, filled ? ~std::uint64_t{0} : 0) {
    clear_tail();
  }

  /// The rows below `size` for which holds(row) is true. Without a branch on the answer, so that its cost does not
  /// depend on how many there are.
  template <typename Holds>
  static ItemMask where(std::size_t size, Holds holds) {
    ItemMask items(size);
    for (std::size_t begin = 0, word = 0; begin < size; begin += 64, ++word) {
      const std::size_t rows = size - begin < 64 ? size - begin : 64;
      std::uint64_t bits = 0;
      for (std::size_t i = 0; i < rows; ++i) bits |= static_cast<std::uint64_t>(holds(begin + i)) << i;
      items.words_[word] = bits;
    }
    return items;
  }

  std::size_t size() const { return size_; }

  /// Precondition: item < size().
  bool contains(ItemIndex item) const {
    assert(item < size_);
    return (words_[item / 64] >> (item % 64) & 1) != 0;
  }
  void insert(ItemIndex item) {
    assert(item < size_);
    words_[item / 64] |= std::uint64_t{1} << (item % 64);
  }
  void erase(ItemIndex item) {
    assert(item < size_);
    words_[item / 64] &= ~(std::uint64_t{1} << (item % 64));
  }

  /// Number of items in the set.
  std::size_t count() const {
    std::size_t total = 0;
    for (std::uint64_t word : words_) total += static_cast<std::size_t>(std::popcount(word));
    return total;
  }

  /// Preconditions of the set operations: both masks have the same size.
  ItemMask& operator&=(const ItemMask& other) {
    assert(size_ == other.size_);
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= other.words_[i];
    return *this;
  }
  ItemMask& operator|=(const ItemMask& other) {
    assert(size_ == other.size_);
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] |= other.words_[i];
    return *this;
  }
  /// Removes what is in `other`.
  ItemMask& operator-=(const ItemMask& other) {
    assert(size_ == other.size_);
    for (std::size_t i = 0; i < words_.size(); ++i) words_[i] &= ~other.words_[i];
    return *this;
  }
  /// Turns the set into its complement.
  void flip() {
    for (std::uint64_t& word : words_) word = ~word;
    clear_tail();
  }

  bool operator==(const ItemMask&) const = default;

 private:
  void clear_tail() {
    if (size_ % 64 != 0) words_.back() &= (std::uint64_t{1} << (size_ % 64)) - 1;
  }

  std::size_t size_ = 0;
  std::vector<std::uint64_t> words_;
};

}  // namespace pocketrec
