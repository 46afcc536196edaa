#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pocketrec {

/// A set of 64-bit hashes: at most 8 bytes over the load of 3/4 each. Stands for a set of texts whose hashes they are:
/// of n texts, two share a hash with a probability of n² / 2^65, one in ten million for two million ids.
class HashSet {
 public:
  HashSet();

  /// False when the hash was in the set.
  bool insert(std::uint64_t hash);
  bool contains(std::uint64_t hash) const;
  std::size_t size() const { return size_; }

  /// Takes out the hashes that have one of the bits of `mask`.
  void erase_with(std::uint64_t mask);

 private:
  std::size_t slot_of(std::uint64_t key) const;
  void rehash(std::size_t slots);

  std::vector<std::uint64_t> slots_;  ///< a power of two; 0 is free
  std::size_t size_ = 0;
};

/// A count for each hash of a set, at 12 bytes over the load.
class HashCounts {
 public:
  HashCounts();

  /// Adds one to the count of the hash. Counts stay at their largest value, 2^32 - 1.
  void add(std::uint64_t hash);
  std::size_t size() const { return size_; }

  /// The counts of all hashes, in no order.
  std::vector<std::uint32_t> counts() const;

 private:
  std::size_t slot_of(std::uint64_t key) const;

  std::vector<std::uint64_t> slots_;
  std::vector<std::uint32_t> counts_;  ///< by slot
  std::size_t size_ = 0;
};

/// Finds rows that occurred before, by their hashes, in bounded memory. Up to `limit` rows every repetition is found.
/// From then on it watches a sample, which is halved whenever it grows over the limit: those rows whose hash begins
/// with so many zero bits. A repetition in the sample then counts for all those outside, so that total() is an
/// estimate.
class RepeatedRows {
 public:
  /// limit: hashes to remember, at about 11 to 22 bytes each.
  explicit RepeatedRows(std::size_t limit = std::size_t{8} << 20) : limit_(limit) {}

  /// True when the row is seen to be a repetition.
  bool add(std::uint64_t hash);

  /// How many rows are repetitions of others.
  std::uint64_t total() const { return total_; }

  /// True when total() is exact but for equal hashes of different rows.
  bool is_exact() const { return mask_ == 0; }

 private:
  HashSet seen_;
  std::size_t limit_;
  std::uint64_t mask_ = 0;  ///< rows are watched when their hash has none of these bits
  std::uint64_t total_ = 0;
};

}  // namespace pocketrec
